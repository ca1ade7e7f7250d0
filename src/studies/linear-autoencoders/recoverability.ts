import {
  columnMeans,
  inversePositive,
  type Matrix,
  matrixOf,
  moments,
  plusDiagonal,
  product,
} from "./matrix.js";
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

/**
 * The same given the values of other groups only, such as other columns of a table. What the regression of the values G
 * on all others leaves is Ω_GG^-1 (Ω (x - mean))_G.
 * @param groups the group of each value
 */
export function recoverabilityByGroup(
  rows: StudyRows,
  groups: readonly number[],
  ridge = 1e-3,
): (number | null)[] {
  const { values: m } = rows;
  const training = rowsOf(rows.training, m);
  const covariance = moments(training, { centred: true });
  const trace = groups.reduce((sum, _, i) => sum + covariance.values[i * m + i]!, 0);
  const omega = inversePositive(plusDiagonal(covariance, Math.max((ridge * trace) / m, 1e-9)));
  const means = columnMeans(training);
  const test = rowsOf(rows.test, m);
  const centred = { ...test, values: test.values.map((value, i) => value - means[i % m]!) };
  const turned = product(centred, omega);
  const found = new Array<number | null>(m).fill(null);
  for (const group of new Set(groups)) {
    const places = groups.flatMap((one, i) => (one === group ? [i] : []));
    const among = taken(omega, places);
    const left = product(columnsOf(turned, places), inversePositive(among));
    places.forEach((place, k) => {
      const [error, whole] = [squares(left, k), squares(centred, place)];
      if (whole > leastVariance * test.rows) found[place] = 1 - error / whole;
    });
  }
  return found;
}

function columnsOf(a: Matrix, places: readonly number[]): Matrix {
  const list = Array.from({ length: a.rows }, (_, row) => places.map((i) => a.values[row * a.columns + i]!));
  return matrixOf(list.flat(), a.rows, places.length);
}

function taken(a: Matrix, places: readonly number[]): Matrix {
  const list = places.map((i) => places.map((j) => a.values[i * a.columns + j]!));
  return matrixOf(list.flat(), places.length, places.length);
}

function squares({ rows, columns, values }: Matrix, column: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += values[row * columns + column]! ** 2;
  return sum;
}

/** Mean of the numbers of a list; NaN of none. */
export function meanOf(list: readonly (number | null)[]): number {
  const numbers = list.filter((value) => value !== null);
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
