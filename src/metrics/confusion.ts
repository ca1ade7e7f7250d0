import { DataError } from "../errors.js";

/** How predictions compare with the truth. */
export interface Confusion {
  readonly classes: number;
  /** int32 `[classes, classes]`: row = true class, column = predicted class. */
  readonly counts: Int32Array;
  /** Share of samples predicted right. */
  readonly accuracy: number;
  /** Share of each class's samples predicted right; NaN for a class without samples. */
  readonly perClass: Float64Array;
  /** Mean of `perClass` over the classes that have samples. */
  readonly balancedAccuracy: number;
}

/**
 * The confusion matrix and the accuracies that follow from it.
 * @throws DataError when the two differ in length, are empty, or hold a class outside 0 .. classes - 1.
 */
export function confusion(truth: Int32Array, predictions: Int32Array, classes: number): Confusion {
  if (truth.length !== predictions.length || truth.length === 0) {
    throw new DataError(
      `Expected one prediction for each of at least one sample; got ${predictions.length} for ${truth.length}.`,
    );
  }
  const counts = new Int32Array(classes * classes);
  for (let i = 0; i < truth.length; i++) {
    const at = [truth[i]!, predictions[i]!];
    if (at.some((c) => c < 0 || c >= classes)) {
      throw new DataError(`Sample ${i} has the classes ${at.join(" and ")}; expected 0 to ${classes - 1}.`, {
        sample: i,
      });
    }
    counts[truth[i]! * classes + predictions[i]!]!++;
  }
  let right = 0;
  let sum = 0;
  let present = 0;
  const perClass = new Float64Array(classes);
  for (let c = 0; c < classes; c++) {
    const hits = counts[c * classes + c]!;
    const size = counts.subarray(c * classes, (c + 1) * classes).reduce((a, b) => a + b, 0);
    perClass[c] = hits / size;
    right += hits;
    if (size > 0) {
      sum += hits / size;
      present++;
    }
  }
  return { classes, counts, accuracy: right / truth.length, perClass, balancedAccuracy: sum / present };
}

/** Share of equal entries. */
export function accuracyOf(truth: Int32Array, predictions: Int32Array): number {
  let right = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === predictions[i]) right++;
  return right / truth.length;
}

/** The column of the greatest value of each row of `[rows, columns]`; of equals the first. */
export function argMaxRows(values: Float32Array, columns: number): Int32Array {
  const best = new Int32Array(values.length / columns);
  for (let row = 0; row < best.length; row++) {
    const from = row * columns;
    let at = 0;
    for (let c = 1; c < columns; c++) if (values[from + c]! > values[from + at]!) at = c;
    best[row] = at;
  }
  return best;
}
