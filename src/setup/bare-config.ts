import type { Encoder } from "../encoders/index.js";
import type { DataConfig } from "../kinds/index.js";
import type { Method } from "../methods/index.js";
import type { RunConfig } from "./run-config.js";

export interface BareConfigOptions
  extends Pick<RunConfig, "augment" | "batchSize">,
    Pick<DataConfig, "size" | "channels"> {
  /** Default: AdamW with its own options; programs are given the optimiser itself. */
  readonly optimizer?: string;
  readonly learningRate?: number;
  readonly steps?: number;
  readonly seed?: number;
  /** Of methods that read labels. Default 10. */
  readonly classes?: number;
  /** Deviation of pixels in 0..1 about a mean of 0.5. Default 0.25. */
  readonly deviation?: number;
}

/**
 * A configuration without data, at a constant learning rate: for tracing, costing or testing a step, where nothing is
 * read and no run folder is made.
 */
export function bareConfig(
  method: Method,
  encoder: Encoder,
  {
    size,
    channels,
    augment,
    batchSize,
    optimizer = "adamw",
    learningRate = 1e-3,
    steps = 1000,
    seed = 0,
    classes = 10,
    deviation = 0.25,
  }: BareConfigOptions,
): RunConfig {
  return {
    data: {
      kind: "pictures",
      path: "none",
      split: null,
      size,
      storeSize: null,
      channels,
      valueRange: null,
      background: "white",
      fit: "cover",
      labels: "auto",
      labelColumn: null,
      limit: null,
      holdout: 0,
      most: null,
      standardise: { mean: Array(channels).fill(0.5), deviation: Array(channels).fill(deviation) },
    },
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
