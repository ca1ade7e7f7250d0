import type { Encoder } from "../encoders/index.js";
import type { DataConfig, PicturesData } from "../kinds/index.js";
import type { Method } from "../methods/index.js";
import type { RunConfig } from "./run-config.js";

export interface BareConfigOptions extends Pick<RunConfig, "data" | "augment" | "batchSize"> {
  /** Default: AdamW with its own options; programs are given the optimiser itself. */
  readonly optimizer?: string;
  readonly learningRate?: number;
  readonly steps?: number;
  readonly seed?: number;
  /** Of methods that read labels. Default 10. */
  readonly classes?: number;
}

/**
 * A configuration without places, at a constant learning rate: for tracing, costing or testing a step, where nothing is
 * read and no run folder is made.
 */
export function bareConfig(
  method: Method,
  encoder: Encoder,
  {
    data,
    augment,
    batchSize,
    optimizer = "adamw",
    learningRate = 1e-3,
    steps = 1000,
    seed = 0,
    classes = 10,
  }: BareConfigOptions,
): RunConfig {
  return {
    data,
    places: { data: null, labels: null, pair: null },
    method: { name: method.name, options: method.options },
    encoder: { name: encoder.name, options: encoder.options },
    augment,
    optimizer: { name: optimizer, options: {} },
    learningRate,
    schedule: "constant",
    warmupSteps: 0,
    gradientClip: null,
    batchSize,
    accumulate: 1,
    steps,
    seed,
    threads: 1,
    classes: method.labels ? classes : 0,
    from: null,
  };
}

/** What a run keeps of data that are nowhere, but for what is of their kind. */
export const nowhere = {
  path: "none",
  split: null,
  labels: "auto",
  labelColumn: null,
  limit: null,
  holdout: 0,
  most: null,
} as const satisfies Partial<DataConfig>;

export interface BarePicturesData {
  readonly size: readonly [height: number, width: number];
  readonly channels: PicturesData["channels"];
  /** Mean of pixels in 0..1, of every channel. Default 0.5. */
  readonly mean?: number;
  /** Their deviation. Default 0.25. */
  readonly deviation?: number;
}

/** What a run keeps of pictures that are nowhere. */
export function barePicturesData({
  size: [height, width],
  channels,
  mean = 0.5,
  deviation = 0.25,
}: BarePicturesData): PicturesData {
  return {
    ...nowhere,
    kind: "pictures",
    size: [height, width],
    storeSize: null,
    channels,
    valueRange: null,
    background: "white",
    fit: "cover",
    standardise: { mean: Array(channels).fill(mean), deviation: Array(channels).fill(deviation) },
  };
}

export interface BarePicturesOptions extends Omit<BareConfigOptions, "data">, BarePicturesData {}

/** The same of pictures. */
export function barePictures(
  method: Method,
  encoder: Encoder,
  { size, channels, mean, deviation, ...options }: BarePicturesOptions,
): RunConfig & { readonly data: PicturesData } {
  const data = barePicturesData({
    size,
    channels,
    ...(mean === undefined ? {} : { mean }),
    ...(deviation === undefined ? {} : { deviation }),
  });
  return { ...bareConfig(method, encoder, { ...options, data }), data };
}
