import type { ImageSource } from "../data/index.js";
import { type DataConfig, type OpenSamples, openAs, type RunConfig } from "../train/index.js";

/** What may be said about data that a run did not train on; the shape of its pictures is the run's. */
export type DataOptions = OpenSamples & {
  readonly split?: DataConfig["split"] | undefined;
  readonly limit?: number | undefined;
  readonly labels?: string | undefined;
  readonly labelColumn?: string | undefined;
  readonly background?: string | undefined;
  readonly fit?: DataConfig["fit"] | undefined;
};

/**
 * Opens pictures in the shape that a run was trained on, with its background and fit.
 * @throws DataError when the data cannot be used.
 */
export function openForRun(
  { data }: RunConfig,
  path: string,
  options: DataOptions = {},
): Promise<ImageSource> {
  const { cacheFolder, onProgress } = options;
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
    { cacheFolder, onProgress },
  );
}
