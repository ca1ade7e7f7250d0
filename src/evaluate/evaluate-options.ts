import type { Engine } from "../engine/index.js";
import type { KnnOptions } from "../metrics/index.js";
import type { ChosenWeights, OwnParts } from "../setup/index.js";
import type { Probe } from "./evaluation.js";

/** What is measured where nothing else is asked for. */
export const allProbes: readonly Probe[] = ["knn", "linear", "fine-tune"];

/** What a person may say about an evaluation. Everything but `run` has an automatic value. */
export interface EvaluateOptions extends OwnParts, ChosenWeights {
  /** Run folder, or one checkpoint inside it. */
  readonly run: string;
  /** Labelled samples; by default the run's own data. */
  readonly data?: string;
  readonly split?: "train" | "test" | "all";
  /** Where their labels are, as for pretraining; by default as the run has it. */
  readonly labels?: string;
  readonly labelColumn?: string;
  /**
   * Test samples. By default the data's test split; without one the samples that the run held out; without those a
   * random fifth of the data, which pretraining has then seen (the guard says so).
   */
  readonly test?: string;
  readonly testLabels?: string;
  /** At most this many test samples, evenly spread. */
  readonly testLimit?: number;
  /**
   * Label budgets: `100`, `1%`, `10/class`, `all`. Default: 10/class, 100/class and all; where a class has too few, as
   * many in all.
   */
  readonly budgets?: readonly string[];
  /** How often labels are drawn anew, and baselines start anew. Default 3. */
  readonly seeds?: number;
  /** Default: all three. */
  readonly probes?: readonly Probe[];
  /** Layers of the pretrained encoder that probes read. Default: `embedding`, and `projection` where there is one. */
  readonly layers?: readonly string[];
  /** Default: k = 20, or half the labels a class where that is fewer, as online kNN has it; temperature 0.07. */
  readonly knn?: Pick<KnnOptions, "k" | "temperature">;
  readonly fineTune?: FineTuneOptions;
  /** Folder of the report. Default: `evaluation` in the run folder; what an earlier evaluation left there is replaced. */
  readonly out?: string;
  /** Shares an engine; by default one is started. */
  readonly engine?: Engine;
  readonly cacheFolder?: string;
  readonly onDecode?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Told plain facts about the data, a sentence each. */
  readonly onNote?: ((sentence: string) => void) | undefined;
  /** Stops before the next measurement or step; the generator throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** End-to-end training with labels: the same for the pretrained encoder and from scratch. */
export interface FineTuneOptions {
  /** Default: 20 epochs of the labels, at least 400 and at most 800 steps. */
  readonly steps?: number;
  /** Default 64, 32 of fewer than 500 labels, never more than there are. */
  readonly batchSize?: number;
  /** Peak of a cosine with 10 % warm-up, AdamW. Default 0.003: training from scratch needs it (0.001 is too slow). */
  readonly learningRate?: number;
}
