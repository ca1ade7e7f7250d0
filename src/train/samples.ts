import {
  type DecodeCost,
  evenlySpread,
  type ImageSource,
  openImages,
  pairSources,
  refuseUselessLabels,
  split,
  subset,
} from "../data/index.js";
import { DataError } from "../errors.js";
import { readsLabels } from "./positives.js";
import { positivesOf } from "./positives-config.js";
import type { DataConfig, RunConfig } from "./run-config.js";
import type { StepParts } from "./step-parts.js";

/** Samples of a run: those it trains on, and those that only watch it. */
export interface Samples {
  readonly source: ImageSource;
  readonly training: ImageSource;
  /** Null when nothing is held out. */
  readonly holdout: ImageSource | null;
}

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

/**
 * Splits off the held-out samples: the same ones for every seed, so that runs of several seeds can be compared. Of the
 * others as many train as the configuration lets.
 */
export async function divide(
  source: ImageSource,
  { data: { holdout, most } }: { readonly data: Pick<DataConfig, "holdout" | "most"> },
): Promise<Samples> {
  const few = (rest: ImageSource) =>
    most === null || rest.length <= most ? rest : subset(rest, evenlySpread(rest.length, most));
  if (holdout === 0) return { source, training: few(source), holdout: null };
  if (holdout >= source.length)
    throw new DataError(
      `${source.name} has ${source.length} samples, and ${holdout} are to be held out of training: hold out fewer with \`holdout\`.`,
      { samples: source.length, holdout },
    );
  const [heldOut, rest] = await split(source, { fraction: holdout / source.length, seed: 0 });
  return { source, training: few(rest), holdout: heldOut };
}

/**
 * Reads the labels of the held-out samples now, rather than when an epoch has been paid for.
 * @throws DataError when they cannot be read, there are too few, or they are such that no accuracy says anything
 */
export async function refuseUnlabelledHoldout({ source, holdout }: Samples): Promise<void> {
  // A second source gives held-out samples another use.
  if (holdout === null || (holdout.partner !== undefined && !holdout.hasLabels)) return;
  const way = 'To train without labels, add `labels: "none"`.';
  const labels = await holdout.labels().catch((error: unknown) => {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(`${error.message} ${way}`, error.context, error);
  });
  const known = holdout.length - (labels?.missing ?? holdout.length);
  const all = await source.labels();
  if (known >= 2 && all !== null) return refuseUselessLabels(all, source.name, "The online kNN", way);
  throw new DataError(
    `${known} of the ${holdout.length} samples held out for the online kNN ${known === 1 ? "has" : "have"} a label; it needs at least 2. ${way}`,
    { holdout: holdout.length, known },
  );
}

/** @throws DataError when training is to read labels that are no classes of several samples */
export async function refuseUselessClasses(
  source: ImageSource,
  { config, method }: Pick<StepParts, "config" | "method">,
): Promise<void> {
  if (!readsLabels(config, method)) return;
  const purpose = positivesOf(config).kind === "class" ? "Pairing by class" : `The method ${method.name}`;
  const labels = await source.labels();
  if (labels !== null && labels.missing < source.length) refuseUselessLabels(labels, source.name, purpose);
}

/** @throws DataError when a run that uses labels finds other classes than the run began with */
export async function refuseOtherClasses(
  { training }: Samples,
  { method, config }: Pick<StepParts, "method" | "config">,
): Promise<void> {
  if (!readsLabels(config, method)) return;
  const classes = (await training.labels())?.classNames.length ?? 0;
  if (classes === config.classes) return;
  throw new DataError(
    `The run began with ${config.classes} classes in ${config.data.path}, and now there are ${classes}. Put the labels back as they were, or start a new run.`,
    { before: config.classes, now: classes },
  );
}

/**
 * Mean and deviation of each channel, of numbers 0..1, over at most 2,048 evenly spread pictures; with a second source
 * half of them are partners.
 */
export async function channelStatistics(source: ImageSource): Promise<RunConfig["standardise"]> {
  const [channels, height, width] = source.shape;
  const sources = source.partner === undefined ? [source] : [source, source.partner];
  const indices = evenlySpread(source.length, 2048 / sources.length);
  const read = await Promise.all(sources.map((part) => part.read(indices)));
  const images = read.length === 1 ? read[0]!.images : Buffer.concat(read.map((part) => part.images));
  const count = indices.length * sources.length;
  const area = height * width;
  const mean: number[] = [];
  const deviation: number[] = [];
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    let squares = 0;
    for (let n = 0; n < count; n++) {
      const start = (n * channels + c) * area;
      for (let i = start; i < start + area; i++) {
        const value = images[i]! / 255;
        sum += value;
        squares += value * value;
      }
    }
    const average = sum / (count * area);
    mean.push(round(average));
    // A channel of one value throughout is only shifted.
    const spread = Math.sqrt(Math.max(squares / (count * area) - average * average, 0));
    deviation.push(spread < 1e-3 ? 1 : round(spread));
  }
  return { mean, deviation };
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;
