import { columnMeans, inversePositive, moments, plusDiagonal } from "./matrix.js";
import { leastVariance, rowsOf } from "./row-errors.js";
import type { StudyRows } from "./study-rows.js";

/**
 * R² of each value given all others, by ridge regression on training rows, measured on test rows (SPEC row 55). With Σ
 * the covariance and Ω = (Σ + r I)^-1, the regression of value i on the others has the weights -Ω_ij / Ω_ii and leaves
 * the residual (Ω (x - mean))_i / Ω_ii: one inverse gives all regressions.
 * @param ridge r relative to the mean variance
 * @returns null where a value hardly varies
 */
export function recoverability(rows: StudyRows, ridge = 1e-3): (number | null)[] {
  const { values: m } = rows;
  const training = rowsOf(rows.training, m);
  const covariance = moments(training, { centred: true });
  let trace = 0;
  for (let i = 0; i < m; i++) trace += covariance.values[i * m + i]!;
  const { values: omega } = inversePositive(plusDiagonal(covariance, Math.max((ridge * trace) / m, 1e-9)));
  const means = columnMeans(training);
  const left = new Float64Array(m);
  const whole = new Float64Array(m);
  const centred = new Float64Array(m);
  const count = rows.test.length / m;
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < m; i++) centred[i] = rows.test[n * m + i]! - means[i]!;
    for (let i = 0; i < m; i++) {
      let sum = 0;
      for (let j = 0; j < m; j++) sum += omega[i * m + j]! * centred[j]!;
      left[i]! += (sum / omega[i * m + i]!) ** 2;
      whole[i]! += centred[i]! ** 2;
    }
  }
  return Array.from(left, (squares, i) =>
    whole[i]! > leastVariance * count ? 1 - squares / whole[i]! : null,
  );
}

/** Mean of the numbers of a list; NaN of none. */
export function meanOf(list: readonly (number | null)[]): number {
  const numbers = list.filter((value) => value !== null);
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
