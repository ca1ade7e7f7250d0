import { div, log, mul, sqrt, stopGradient, sub } from "./elementwise.js";
import { matmul } from "./linear.js";
import { identity } from "./masks.js";
import { broadcastTo, concat, slice } from "./movement.js";
import { sum } from "./reduce.js";
import { constant, type Tensor } from "./tensor.js";

/**
 * The inverse `W` of the Cholesky factor of a symmetric, positive definite matrix: `a = L L'`, `W = L^-1`, so that
 * `W a W' = I` and `W' W = a^-1`. It whitens: rows with covariance `a`, times `W'`, have covariance `I`.
 *
 * Forward: elimination over the columns of `[a | I]`, seven small nodes a column, all matrices of the batch at once.
 * Backward: no unrolled graph. From `dL = L Φ(W da W')` follows `dW = -Φ(W da W') W`, Φ the lower triangle with half
 * of the diagonal (Murray, 2016, eq. 8; https://arxiv.org/abs/1602.07527): three products. The slope is exact; it
 * is not meant to be differentiated a second time.
 * @param a `[..., d, d]`, symmetric. Float32 wants its greatest eigenvalue below about 1e5 times its least: add a
 *   ridge. Not positive definite: NaN.
 * @returns `[..., d, d]`, lower triangular
 */
export function inverseCholesky(a: Tensor): Tensor {
  const fixed = stopGradient(a);
  const inverse = eliminate(fixed);
  const moved = matmul(matmul(inverse, sub(a, fixed)), inverse, { transposeB: true });
  return sub(inverse, matmul(mul(moved, halfLower(a.shape.at(-1) ?? 0)), inverse));
}

/**
 * `log det a` of symmetric, positive definite matrices, minus twice the log of the diagonal of `inverseCholesky`;
 * its slope is `a^-1`.
 * @param a `[..., d, d]`
 * @returns `[...]`
 */
export function logDeterminant(a: Tensor): Tensor {
  const d = a.shape.at(-1) ?? 0;
  const diagonal = sum(mul(inverseCholesky(a), identity(d)), -1);
  return mul(sum(log(diagonal), -1), -2);
}

/** `L^-1` by elimination without pivoting, which symmetric positive definite matrices do not need. */
function eliminate(a: Tensor): Tensor {
  const d = a.shape.at(-1) ?? 0;
  // The rows of [a | I] from the current one on, with the columns of a before it eliminated.
  let rest = concat([a, broadcastTo(identity(d), a.shape)], -1);
  const rows: Tensor[] = [];
  const pivots: Tensor[] = [];
  for (let j = 0; j < d; j++) {
    const row = slice(rest, -2, 0, 1);
    const pivot = slice(row, -1, j, j + 1);
    rows.push(row);
    pivots.push(pivot);
    if (j === d - 1) break;
    const below = slice(rest, -2, 1);
    rest = sub(below, mul(div(slice(below, -1, j, j + 1), pivot), row));
  }
  return div(slice(concat(rows, -2), -1, d), sqrt(concat(pivots, -2)));
}

/** Ones below the diagonal, halves on it. */
function halfLower(d: number): Tensor {
  const data = Float32Array.from(
    { length: d * d },
    (_, i) => (1 + Math.sign(Math.floor(i / d) - (i % d))) / 2,
  );
  return constant(data, [d, d]);
}
