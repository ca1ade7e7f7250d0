import { logSumExp, matmul, mean, mul, normalise, sub, sum, type Tensor } from "../tensor/index.js";

/**
 * InfoNCE (van den Oord et al., 2018, eq. 4; https://arxiv.org/abs/1807.03748), from a to b over the batch, as in CPC,
 * CMC and NNCLR.
 *
 * l(i) = -log exp(s_ii / τ) / Σ_k exp(s_ik / τ), with cosine similarities s_ik of row i of a and row k of b; the mean
 * over i. In nats; log N minus it bounds the mutual information from below.
 * @param za anchors `[N, D]`; @param zb candidates `[N, D]`, row i the positive of row i of `za`.
 * @returns a scalar; ln N when all rows are equal.
 * @throws ShapeError when the shapes differ.
 */
export function infoNce(
  za: Tensor,
  zb: Tensor,
  { temperature = 0.1 }: { readonly temperature?: number } = {},
): Tensor {
  const [a, b] = [normalise(za), normalise(zb)];
  const positive = mul(sum(mul(a, b), -1), 1 / temperature); // [N]
  const logits = mul(matmul(a, b, { transposeB: true }), 1 / temperature); // [N, N]
  return mean(sub(logSumExp(logits, -1), positive));
}
