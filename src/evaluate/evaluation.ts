import type { CollapseMetrics } from "../metrics/index.js";
import type { Leakage } from "./leakage.js";

/**
 * What is compared: the pretrained encoder; the same encoder untrained; plain features (raw pixels, TF-IDF); the same encoder trained from
 * scratch on the same labels for the same number of steps.
 */
export type Arm = "pretrained" | "untrained" | "plain" | "scratch";

/** How labels are used: on frozen features (`knn`, `linear`), or through the whole encoder (`fine-tune`). */
export type Probe = "knn" | "linear" | "fine-tune";

/** One measurement. */
export interface EvaluationRow {
  readonly arm: Arm;
  readonly probe: Probe;
  /** Layer that was read: `embedding`, `projection`, an inner layer; `encoder` for the whole of it; of plain features their name. */
  readonly layer: string;
  /** Label budget as it was asked for. */
  readonly budget: string;
  /** Labels that were seen. */
  readonly labels: number;
  readonly seed: number;
  /** Share of test samples predicted right, 0 to 1. */
  readonly accuracy: number;
  /** For `linear`: the probe's weight decay times the labels, and whether that is an end of the grid searched. */
  readonly decay?: { readonly strength: number; readonly atEdge: boolean };
  /** For `fine-tune`: how it trained, and accuracy along the way. */
  readonly protocol?: FineTuneProtocol;
  readonly curve?: readonly CurvePoint[];
}

/** What fine-tuning and training from scratch have in common. */
export interface FineTuneProtocol {
  readonly steps: number;
  readonly batchSize: number;
  /** The peak of the schedule. */
  readonly learningRate: number;
}

/** Where end-to-end training stood after some steps, on some of the test samples. */
export interface CurvePoint {
  readonly step: number;
  readonly accuracy: number;
}

/** Rows of the same kind over seeds. */
export interface EvaluationSummary
  extends Omit<EvaluationRow, "seed" | "accuracy" | "decay" | "protocol" | "curve"> {
  /** Mean accuracy, 0 to 1. */
  readonly mean: number;
  /** Sample standard deviation over seeds; 0 of one seed. */
  readonly spread: number;
  readonly seeds: number;
}

/** Pretrained minus baseline, seed by seed: both saw the same labels. */
export interface EvaluationGain {
  readonly budget: string;
  readonly probe: Probe;
  /** What the pretrained encoder is compared with. */
  readonly baseline: Exclude<Arm, "pretrained">;
  /** What the plain features are called, where these are the baseline. */
  readonly plain?: string;
  /** How the baseline was read, which may be another way than the encoder's. */
  readonly baselineProbe: Probe;
  /** Mean and sample deviation of the differences in accuracy, -1 to 1. */
  readonly mean: number;
  readonly spread: number;
  readonly seeds: number;
}

/** How soon end-to-end training reached what training from scratch ended with. */
export interface Convergence {
  readonly budget: string;
  /** Mean accuracy that training from scratch ended with, 0 to 1. */
  readonly target: number;
  readonly steps: number;
  /** Points of the curves, and test samples that each was measured on. */
  readonly points: number;
  readonly samples: number;
  /** Step at which the mean curve reaches the target, between points by a straight line; null where it does not. */
  readonly pretrained: number | null;
  readonly scratch: number | null;
}

/** All that an evaluation found; `report.json` holds it. */
export interface Evaluation {
  readonly run: string;
  readonly method: string;
  readonly encoder: string;
  /** Steps that the encoder was pretrained for. */
  readonly steps: number;
  /** Whose weights were judged: those that were trained, or their average over time. */
  readonly weights: "student" | "teacher";
  /** Where labels and test samples came from, for people. */
  readonly train: string;
  readonly test: string;
  readonly trainSamples: number;
  readonly testSamples: number;
  readonly classNames: readonly string[];
  /** Accuracy of always saying the test set's most frequent class. */
  readonly chance: number;
  readonly leakage: Omit<Leakage, "seen"> | null;
  readonly collapse: CollapseMetrics;
  readonly warnings: readonly string[];
  readonly rows: readonly EvaluationRow[];
  readonly summary: readonly EvaluationSummary[];
  readonly gains: readonly EvaluationGain[];
  readonly convergence: readonly Convergence[];
  readonly seconds: number;
}

/** What happens in an evaluation, in order. */
export type EvaluateEvent =
  | {
      readonly type: "started";
      readonly run: string;
      readonly budgets: readonly string[];
      readonly layers: readonly string[];
      readonly trainSamples: number;
      readonly testSamples: number;
      readonly classes: number;
      /** Measurements to come. */
      readonly total: number;
    }
  | { readonly type: "warning"; readonly message: string }
  | { readonly type: "stage"; readonly message: string }
  | { readonly type: "row"; readonly row: EvaluationRow; readonly done: number; readonly total: number }
  | { readonly type: "finished"; readonly evaluation: Evaluation; readonly files: readonly string[] };
