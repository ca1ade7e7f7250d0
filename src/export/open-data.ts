import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { DataSource } from "../data/index.js";
import { DataError } from "../errors.js";
import { kindOf, type OpenSamples, type ReadingOptions } from "../kinds/index.js";
import { openAs } from "../samples/index.js";
import type { RunConfig } from "../setup/index.js";

/** What may be said about data that a run did not train on; `size` and `channels` are refused where they are not the run's. */
export type DataOptions = OpenSamples & Omit<ReadingOptions, "storeSize" | "valueRange">;

/**
 * Opens samples as a run reads its own, but for what may be otherwise and is said.
 * @throws ConfigError when something else is asked for than its encoder can see.
 * @throws DataError when the data cannot be used.
 */
export async function openForRun(
  { data, places }: Pick<RunConfig, "data" | "places">,
  path: string,
  options: DataOptions = {},
): Promise<DataSource> {
  const settled = kindOf(data).withSaid(data, options);
  const { cacheFolder, onProgress, onNote } = options;
  // The run's own, as they were typed in another folder.
  const own = path === data.path && places.data !== resolve(path) ? places.data : null;
  if (own !== null && !existsSync(path) && existsSync(own))
    throw new DataError(
      `${path} does not exist in this folder: the ${kindOf(data).called.many} that the run was trained on are in ${own}.`,
      {
        path,
        own,
      },
    );
  return openAs(
    {
      ...settled,
      path,
      split: options.split ?? null,
      limit: options.limit ?? null,
      labels: options.labels ?? "auto",
      labelColumn: options.labelColumn ?? null,
      holdout: 0,
    },
    { cacheFolder, onProgress, onNote },
  );
}
