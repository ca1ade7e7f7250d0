import type { RunConfig } from "../setup/index.js";

/** What happens in a run, in order. Programs and the terminal read the same events. */
export type TrainEvent =
  | {
      readonly type: "started";
      readonly run: string;
      readonly config: RunConfig;
      readonly parameters: number;
      readonly stepsPerEpoch: number;
      readonly step: number;
      readonly skipped: readonly { id: string; reason: string }[];
      /** Plain facts about the data, a sentence each: how many pictures, what was left out, what labels matched. */
      readonly notes: readonly string[];
    }
  | StepEvent
  | { readonly type: "monitor"; readonly step: number; readonly values: MonitorValues }
  | {
      readonly type: "knn";
      readonly step: number;
      readonly accuracy: number;
      readonly chance: number;
      readonly samples: number;
    }
  | {
      /** The loss on samples held out, of methods with a `surprise`: nats a token. */
      readonly type: "heldOut";
      readonly step: number;
      readonly loss: number;
      /** Tokens that were predicted. */
      readonly tokens: number;
      readonly samples: number;
    }
  | { readonly type: "warning"; readonly step: number; readonly message: string }
  | { readonly type: "checkpoint"; readonly step: number; readonly path: string }
  | SamplesEvent
  | { readonly type: "interrupted"; readonly step: number; readonly run: string }
  | { readonly type: "finished"; readonly step: number; readonly run: string; readonly seconds: number };

export interface StepEvent {
  readonly type: "step";
  /** Steps done, from 1. */
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  readonly learningRate: number;
  /** Samples (not views) a second, over the last steps. */
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface MonitorValues {
  /** Mean deviation of unit embeddings per dimension, times sqrt(D): 1 is healthy, 0 is collapse. */
  readonly deviation: number;
  /** RankMe of the batch's embeddings. */
  readonly effectiveRank: number;
  readonly dimensions: number;
  /** Rows that were looked at; the rank cannot be greater. */
  readonly samples: number;
  /** The deviation of the method's head on those embeddings, where it has one. */
  readonly headDeviation?: number;
  /** RankMe of the same, where it has 8 dimensions or more. */
  readonly headRank?: number;
  /** Mean squared distance of positive pairs on the sphere. */
  readonly alignment?: number;
  /** Log mean Gaussian potential of pairs; about -4 when spread out, 0 when collapsed. */
  readonly uniformity?: number;
}

/** What a generator makes of the same latents as training goes on: after every checkpoint, of methods that have one. */
export interface SamplesEvent {
  readonly type: "samples";
  readonly step: number;
  /** `[N, C, H, W]`, 0 to 1. */
  readonly pictures: Float32Array;
  readonly shape: readonly number[];
}
