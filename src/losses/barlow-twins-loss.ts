import {
  add,
  div,
  identity,
  matmul,
  mean,
  mul,
  sqrt,
  sub,
  sum,
  sumSquares,
  type Tensor,
  variance,
} from "../tensor/index.js";

/**
 * Barlow Twins (Zbontar et al., 2021, eq. 1; https://arxiv.org/abs/2103.03230).
 *
 * C = Â' B̂ / N `[D, D]`, the cross-correlation of the two views' columns over the batch; then
 * Σ_i (C_ii - 1)^2 + λ Σ_{i≠j} C_ij^2: a column agrees with itself in the other view and with no other column.
 * Convention of the authors and lightly: batch normalisation without scale (biased variance, 1e-5 under the root)
 * and sums, not means. solo-learn multiplies by 0.025; stable-pretraining takes the unbiased deviation.
 * @param za `[N, D]`; @param zb `[N, D]`, row i another view of row i of `za`.
 * @param options.redundancyWeight λ.
 * @returns a scalar, 0 at best.
 * @throws ShapeError when the shapes differ.
 */
export function barlowTwinsLoss(
  za: Tensor,
  zb: Tensor,
  { redundancyWeight = 0.005 }: { readonly redundancyWeight?: number } = {},
): Tensor {
  const [n = 1, d = 0] = za.shape;
  const c = mul(matmul(standardise(za), standardise(zb), { transposeA: true }), 1 / n);
  const invariance = sumSquares(sub(sum(mul(c, identity(d)), -1), 1));
  const redundancy = sumSquares(mul(c, sub(1, identity(d))));
  return add(invariance, mul(redundancy, redundancyWeight));
}

function standardise(z: Tensor): Tensor {
  const deviation = sqrt(add(variance(z, 0, { keepDims: true }), 1e-5));
  return div(sub(z, mean(z, 0, { keepDims: true })), deviation);
}
