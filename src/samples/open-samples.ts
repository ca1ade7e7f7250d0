import { type DecodeCost, type ImageSource, openImages, pairSources } from "../data/index.js";
import type { DataConfig, RunConfig } from "../setup/index.js";
import { positivesOf } from "../setup/index.js";

export interface OpenSamples {
  readonly cacheFolder?: string | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  /** Told before all is decoded what that takes; of a second source, too. */
  readonly onDecodeCost?: ((cost: DecodeCost) => void) | undefined;
  /** Told plain facts about the data, a sentence each: when they are open, and when their labels are read. */
  readonly onNote?: ((sentence: string) => void) | undefined;
  /** Opens whole pictures, too, where the run takes its crops from such: for what draws its views. Default false. */
  readonly crops?: boolean | undefined;
  /** Stops opening. */
  readonly signal?: AbortSignal | undefined;
}

/** Opens pictures the way a configuration says, optionally another path or split. */
export function openAs(data: DataConfig, options: OpenSamples = {}): Promise<ImageSource> {
  return openWith(data, data.channels, options);
}

function openWith(
  data: DataConfig,
  channels: DataConfig["channels"] | "auto",
  { cacheFolder, onProgress, onDecodeCost, onNote, crops = false, signal }: OpenSamples,
): Promise<ImageSource> {
  return openImages(data.path, {
    size: data.size,
    storeSize: crops ? data.storeSize : null,
    channels,
    valueRange: data.valueRange ?? "auto",
    background: data.background,
    fit: data.fit,
    labels: data.labels,
    labelColumn: data.labelColumn ?? undefined,
    split: data.split ?? undefined,
    limit: data.limit ?? undefined,
    cacheFolder,
    onProgress,
    onDecodeCost,
    onNote,
    signal,
  });
}

/** Opens the samples of a run: its data, with the second source where positives come from one. */
export async function openRunData(
  config: Pick<RunConfig, "data" | "positives">,
  options: OpenSamples = {},
): Promise<ImageSource> {
  return withPair(await openAs(config.data, options), config, options);
}

/**
 * The samples with their partners in the run's second source; as they are where it has none.
 * @param channels "auto" finds out whether the second source has colour; else it is read like the first
 * @throws DataError when nothing aligns, or the second source has other channels
 */
export async function withPair(
  source: ImageSource,
  { data, positives }: Pick<RunConfig, "data" | "positives">,
  options: OpenSamples = {},
  channels: DataConfig["channels"] | "auto" = data.channels,
): Promise<ImageSource> {
  const settled = positivesOf({ positives });
  if (settled.kind !== "paired") return source;
  const second = { ...data, path: settled.path, labels: "none", labelColumn: null, limit: null };
  try {
    return pairSources(source, await openWith(second, channels, options));
  } catch (error) {
    await source.close();
    throw error;
  }
}
