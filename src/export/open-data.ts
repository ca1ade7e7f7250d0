import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ImageSource } from "../data/index.js";
import { ConfigError, DataError } from "../errors.js";
import type { OpenSamples, ReadingOptions } from "../kinds/index.js";
import { openAs } from "../samples/index.js";
import type { RunConfig } from "../setup/index.js";

/** What may be said about data that a run did not train on; `size` and `channels` are refused where they are not the run's. */
export type DataOptions = OpenSamples & Omit<ReadingOptions, "storeSize" | "valueRange">;

/**
 * Opens pictures in the shape that a run was trained on, with its background and fit.
 * @throws ConfigError when another size or number of channels is asked for.
 * @throws DataError when the data cannot be used.
 */
export async function openForRun(
  { data, places }: Pick<RunConfig, "data" | "places">,
  path: string,
  options: DataOptions = {},
): Promise<ImageSource> {
  const [height, width] = data.size;
  if (options.size !== undefined && (options.size !== height || options.size !== width))
    throw new ConfigError(
      `The run was trained on pictures of ${height}x${width}, not ${options.size}x${options.size}. Leave \`size\` out.`,
    );
  if (options.channels !== undefined && options.channels !== data.channels)
    throw new ConfigError(
      `The run was trained on ${data.channels} channels, not ${options.channels}. Leave \`channels\` out.`,
    );
  const { cacheFolder, onProgress, onNote } = options;
  // The run's own, as they were typed in another folder.
  const own = path === data.path && places.data !== resolve(path) ? places.data : null;
  if (own !== null && !existsSync(path) && existsSync(own))
    throw new DataError(
      `${path} does not exist in this folder: the pictures that the run was trained on are in ${own}.`,
      { path, own },
    );
  return openAs(
    {
      ...data,
      path,
      split: options.split ?? null,
      limit: options.limit ?? null,
      labels: options.labels ?? "auto",
      labelColumn: options.labelColumn ?? null,
      background: options.background ?? data.background,
      fit: options.fit ?? data.fit,
      holdout: 0,
    },
    { cacheFolder, onProgress, onNote },
  );
}
