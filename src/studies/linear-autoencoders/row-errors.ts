import { frobenius, type Matrix, matrixOf, product } from "./matrix.js";

/** |made - wanted|² over |wanted|², over all values or where `where` is 1. */
export function relativeError(
  made: ArrayLike<number>,
  wanted: ArrayLike<number>,
  where?: ArrayLike<number>,
): number {
  let [error, size] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    if (where !== undefined && where[i] !== 1) continue;
    error += (made[i]! - wanted[i]!) ** 2;
    size += wanted[i]! ** 2;
  }
  return error / size;
}

/**
 * R² of each value over the rows where it was masked: 1 - Σ (made - x)² / Σ (x - mean)², with means of training rows.
 * Below 0 is worse than the mean. Null where a value hardly varies.
 */
export function recoveredShare(
  made: ArrayLike<number>,
  rows: Matrix,
  means: Float64Array,
  where: ArrayLike<number>,
): (number | null)[] {
  const { columns, values } = rows;
  const error = new Float64Array(columns);
  const size = new Float64Array(columns);
  const count = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) {
    const column = i % columns;
    if (where[i] !== 1) continue;
    error[column]! += (made[i]! - values[i]!) ** 2;
    size[column]! += (values[i]! - means[column]!) ** 2;
    count[column]! += 1;
  }
  return Array.from(error, (squares, i) =>
    size[i]! > leastVariance * count[i]! ? 1 - squares / size[i]! : null,
  );
}

/** Of standardised values: below it a value counts as constant, such as a picture's margin. */
export const leastVariance = 0.01;

/**
 * How far a map is from the identity: |(M - I) U| over |U| (Frobenius), for all directions or for orthonormal columns U.
 * @param map `[m, m]`
 */
export function distanceFromIdentity(map: Matrix, directions?: Matrix): number {
  const m = map.rows;
  if (directions === undefined) {
    const off = map.values.map((value, i) => value - (i % (m + 1) === 0 ? 1 : 0));
    return frobenius({ ...map, values: off }) / Math.sqrt(m);
  }
  const moved = product(map, directions);
  const off = moved.values.map((value, i) => value - directions.values[i]!);
  return frobenius({ ...moved, values: off }) / Math.sqrt(directions.columns);
}

/** Rows of float32 as a matrix. */
export function rowsOf(values: Float32Array, columns: number): Matrix {
  return matrixOf(values, values.length / columns, columns);
}
