import { concat, logSumExp, mean, mul, sub, type Tensor } from "../tensor/index.js";
import type { ContrastOptions } from "./contrast-options.js";
import { withoutOwnViews } from "./negatives.js";
import { cosineSimilarity } from "./similarity.js";

/**
 * NT-Xent, the loss of SimCLR (Chen et al., 2020, eq. 1; https://arxiv.org/abs/2002.05709).
 *
 * For a positive pair (i, j) among the 2N views: l(i, j) = -log exp(s_ij / τ) / Σ_{k ≠ i} exp(s_ik / τ), with cosine
 * similarities s and 2N - 1 terms in the denominator, averaged over all 2N anchors. In nats. With `classes` the sum is
 * over j and the views of other classes; l is 0 where there are none.
 * @param za first views `[N, D]`; @param zb second views `[N, D]`, row i the partner of row i of `za`.
 * @returns a scalar; ln(2N - 1) when all rows are equal.
 */
export function ntXent(
  za: Tensor,
  zb: Tensor,
  { temperature = 0.5, similarity = cosineSimilarity, classes }: ContrastOptions = {},
): Tensor {
  const z = concat([za, zb]); // [2N, D]
  const logits = mul(similarity.all(z, z), 1 / temperature); // [2N, 2N]
  const positive = mul(similarity.pairs(za, zb), 1 / temperature); // [N], of both its views
  return sub(mean(logSumExp(withoutOwnViews(logits, classes), -1)), mean(positive));
}
