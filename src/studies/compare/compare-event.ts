import type { TrainEvent } from "../../train/index.js";
import type { ComparisonRecord } from "./records.js";

/** What happens in a comparison, in order. */
export type CompareEvent =
  | {
      readonly type: "started";
      readonly out: string;
      /** Results to come and those that are there. */
      readonly total: number;
      readonly done: number;
      readonly encoder: string;
      readonly notes: readonly string[];
    }
  | {
      readonly type: "measured";
      readonly name: string;
      readonly stepSeconds: number;
      readonly phaseSeconds: number;
      readonly steps: number;
    }
  /** Once all steps are measured, where anything is to come. */
  | {
      readonly type: "estimate";
      readonly total: number;
      readonly toCome: number;
      /** Of training alone; judging is not known beforehand. */
      readonly trainingSeconds: number;
    }
  | { readonly type: "run"; readonly name: string; readonly seed: number; readonly path: string }
  | { readonly type: "training"; readonly name: string; readonly seed: number; readonly event: TrainEvent }
  | {
      readonly type: "record";
      readonly record: ComparisonRecord;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: "interrupted"; readonly out: string; readonly done: number; readonly total: number }
  | {
      readonly type: "finished";
      readonly out: string;
      readonly failures: number;
      readonly files: readonly string[];
    };
