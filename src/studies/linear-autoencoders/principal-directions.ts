import { type Matrix, product, transposed } from "./matrix.js";

/** The columns made orthonormal, one after the other (Gram-Schmidt, twice over for the rounding). */
export function orthonormalColumns(a: Matrix): Matrix {
  const { rows, columns } = a;
  const { values } = transposed(a);
  const column = (j: number) => values.subarray(j * rows, (j + 1) * rows);
  for (let j = 0; j < columns; j++) {
    const own = column(j);
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) {
        const other = column(k);
        const along = own.reduce((sum, value, i) => sum + value * other[i]!, 0);
        for (let i = 0; i < rows; i++) own[i]! -= along * other[i]!;
      }
    }
    const length = Math.hypot(...own) || 1;
    for (let i = 0; i < rows; i++) own[i]! /= length;
  }
  return transposed({ rows: columns, columns: rows, values });
}

/**
 * Orthonormal columns `[n, k]` that span what the k largest eigenvalues of a symmetric, positive matrix span: orthogonal
 * iteration (Golub & Van Loan, "Matrix computations", 8.2.4).
 */
export function principalDirections(a: Matrix, k: number, rounds = 20): Matrix {
  // Columns of a itself point along its large eigenvalues already.
  const strongest = Array.from({ length: a.rows }, (_, i) => i)
    .sort((i, j) => a.values[j * a.columns + j]! - a.values[i * a.columns + i]!)
    .slice(0, k);
  const values = new Float64Array(a.rows * k);
  strongest.forEach((i, j) => {
    for (let row = 0; row < a.rows; row++) values[row * k + j] = a.values[row * a.columns + i]!;
  });
  let basis = orthonormalColumns({ rows: a.rows, columns: k, values });
  for (let round = 0; round < rounds; round++) basis = orthonormalColumns(product(a, basis));
  return basis;
}
