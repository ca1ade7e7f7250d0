import { DataError } from "../../errors.js";
import { symmetricEigenvalues } from "../../metrics/index.js";

/** A matrix of doubles, row after row: what is computed beside the engine, to check it. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

export function matrixOf(values: ArrayLike<number>, rows: number, columns: number): Matrix {
  return { rows, columns, values: Float64Array.from(values) };
}

export function product(a: Matrix, b: Matrix): Matrix {
  const values = new Float64Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = a.values[i * a.columns + k]!;
      if (factor === 0) continue;
      for (let j = 0; j < b.columns; j++) values[i * b.columns + j]! += factor * b.values[k * b.columns + j]!;
    }
  }
  return { rows: a.rows, columns: b.columns, values };
}

export function transposed({ rows, columns, values }: Matrix): Matrix {
  const turned = new Float64Array(values.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = values[i * columns + j]!;
  return { rows: columns, columns: rows, values: turned };
}

/** `a + c I`. */
export function plusDiagonal(a: Matrix, c: number): Matrix {
  const values = a.values.slice();
  for (let i = 0; i < a.rows; i++) values[i * a.columns + i]! += c;
  return { ...a, values };
}

/** Means of products of columns, `x'x / rows`; of columns less their means where `centred`. */
export function moments(x: Matrix, { centred = false } = {}): Matrix {
  const { rows, columns: m } = x;
  const mean = columnMeans(x);
  const values = new Float64Array(m * m);
  const row = new Float64Array(m);
  for (let n = 0; n < rows; n++) {
    for (let i = 0; i < m; i++) row[i] = x.values[n * m + i]! - (centred ? mean[i]! : 0);
    for (let i = 0; i < m; i++) {
      const factor = row[i]! / rows;
      for (let j = 0; j <= i; j++) values[i * m + j]! += factor * row[j]!;
    }
  }
  for (let i = 0; i < m; i++) for (let j = i + 1; j < m; j++) values[i * m + j] = values[j * m + i]!;
  return { rows: m, columns: m, values };
}

export function columnMeans({ rows, columns, values }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let n = 0; n < rows; n++)
    for (let i = 0; i < columns; i++) means[i]! += values[n * columns + i]! / rows;
  return means;
}

/** Lower triangular L with `a = L L'`. @throws DataError where a is not positive definite */
export function choleskyFactor(a: Matrix): Matrix {
  const n = a.rows;
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a.values[i * n + j]!;
      for (let k = 0; k < j; k++) rest -= l[i * n + k]! * l[j * n + k]!;
      if (i !== j) l[i * n + j] = rest / l[j * n + j]!;
      else if (rest > 0) l[i * n + i] = Math.sqrt(rest);
      else throw new DataError("Expected a positive definite matrix: add a ridge to its diagonal.");
    }
  }
  return { rows: n, columns: n, values: l };
}

/** The inverse of a positive definite matrix. @throws DataError where it is not */
export function inversePositive(a: Matrix): Matrix {
  const n = a.rows;
  const { values: l } = choleskyFactor(a);
  const w = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let rest = i === j ? 1 : 0;
      for (let k = j; k < i; k++) rest -= l[i * n + k]! * w[k * n + j]!;
      w[i * n + j] = rest / l[i * n + i]!;
    }
  }
  const inverse = { rows: n, columns: n, values: w };
  return product(transposed(inverse), inverse);
}

/** Descending; square roots of the eigenvalues of a'a, so good to about 1e-8 of the largest. */
export function singularValues(a: Matrix): Float64Array {
  const squared = symmetricEigenvalues(product(transposed(a), a).values, a.columns);
  return squared.map((value) => Math.sqrt(Math.max(0, value))).reverse();
}

/** Root of the sum of squares of all entries. */
export function frobenius({ values }: Matrix): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
