import { type DataSource, pairSources } from "../data/index.js";
import { type DataConfig, kindOf, type OpenSamples } from "../kinds/index.js";
import { positivesOf, type RunConfig } from "../setup/index.js";

/** Opens samples the way a configuration says, optionally another path or split. */
export function openAs(data: DataConfig, options: OpenSamples = {}): Promise<DataSource> {
  return kindOf(data).open(data, options);
}

/** Opens the samples of a run: its data, with the second source where positives come from one. */
export async function openRunData(
  config: Pick<RunConfig, "data" | "positives">,
  options: OpenSamples = {},
): Promise<DataSource> {
  return withPair(await openAs(config.data, options), config, (path) =>
    openAs({ ...config.data, ...secondSource(path) }, options),
  );
}

/** What a second source is read by otherwise than the first. */
export function secondSource(path: string) {
  return { path, labels: "none", labelColumn: null, limit: null } as const;
}

/**
 * The samples with their partners in the run's second source; as they are where it has none.
 * @param open opens the second source
 * @throws DataError when nothing aligns, or the second source has other channels
 */
export async function withPair(
  source: DataSource,
  config: Pick<RunConfig, "positives">,
  open: (path: string) => Promise<DataSource>,
): Promise<DataSource> {
  const positives = positivesOf(config);
  if (positives.kind !== "paired") return source;
  try {
    return pairSources(source, await open(positives.path));
  } catch (error) {
    await source.close();
    throw error;
  }
}
