import { logSumExp, mean, mul, sub, type Tensor } from "../tensor/index.js";
import type { ContrastOptions } from "./contrast-options.js";
import { withoutClassmates } from "./negatives.js";
import { cosineSimilarity } from "./similarity.js";

/**
 * InfoNCE (van den Oord et al., 2018, eq. 4; https://arxiv.org/abs/1807.03748), from a to b over the batch, as in CPC,
 * CMC and NNCLR.
 *
 * l(i) = -log exp(s_ii / τ) / Σ_k exp(s_ik / τ), with cosine similarities s_ik of row i of a and row k of b; the mean
 * over i. In nats; log N minus it bounds the mutual information from below. With `classes` the sum is over i and the
 * rows of other classes; l is 0 where there are none.
 * @param za anchors `[N, D]`; @param zb candidates `[N, D]`, row i the positive of row i of `za`.
 * @returns a scalar; ln N when all rows are equal.
 * @throws ShapeError when the shapes differ.
 */
export function infoNce(
  za: Tensor,
  zb: Tensor,
  { temperature = 0.1, similarity = cosineSimilarity, classes }: ContrastOptions = {},
): Tensor {
  const positive = mul(similarity.pairs(za, zb), 1 / temperature); // [N]
  const logits = mul(similarity.all(za, zb), 1 / temperature); // [N, N]
  const counted = classes === undefined ? logits : withoutClassmates(logits, classes);
  return mean(sub(logSumExp(counted, -1), positive));
}
