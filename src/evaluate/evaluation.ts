import type { CollapseMetrics } from "../metrics/index.js";
import type { Leakage } from "./leakage.js";

/**
 * What is compared: the pretrained encoder; the same encoder untrained; raw pixels; the same encoder trained from
 * scratch on the same labels for the same number of steps.
 */
export type Arm = "pretrained" | "untrained" | "pixels" | "scratch";

/** How labels are used: on frozen features (`knn`, `linear`), or through the whole encoder (`fine-tune`). */
export type Probe = "knn" | "linear" | "fine-tune";

/** One measurement. */
export interface EvaluationRow {
  readonly arm: Arm;
  readonly probe: Probe;
  /** Layer that was read: `embedding`, `projection`, an inner layer; `pixels`; `encoder` for the whole of it. */
  readonly layer: string;
  /** Label budget as it was asked for. */
  readonly budget: string;
  /** Labels that were seen. */
  readonly labels: number;
  readonly seed: number;
  /** Share of test samples predicted right, 0 to 1. */
  readonly accuracy: number;
}

/** Rows of the same kind over seeds. */
export interface EvaluationSummary extends Omit<EvaluationRow, "seed" | "accuracy"> {
  /** Mean accuracy, 0 to 1. */
  readonly mean: number;
  /** Sample standard deviation over seeds; 0 of one seed. */
  readonly spread: number;
  readonly seeds: number;
}

/** All that an evaluation found; `report.json` holds it. */
export interface Evaluation {
  readonly run: string;
  readonly method: string;
  readonly encoder: string;
  /** Steps that the encoder was pretrained for. */
  readonly steps: number;
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
