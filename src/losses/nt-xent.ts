import {
  concat,
  logSumExp,
  matmul,
  mean,
  mul,
  normalise,
  roll,
  sub,
  sum,
  type Tensor,
} from "../tensor/index.js";
import { withoutSelf } from "./similarity.js";

/**
 * NT-Xent, the loss of SimCLR (Chen et al., 2020, eq. 1; https://arxiv.org/abs/2002.05709).
 *
 * For a positive pair (i, j) among the 2N views: l(i, j) = -log exp(s_ij / τ) / Σ_{k ≠ i} exp(s_ik / τ), with cosine
 * similarities s and 2N - 1 terms in the denominator, averaged over all 2N anchors. In nats.
 * @param za first views `[N, D]`; @param zb second views `[N, D]`, row i the partner of row i of `za`.
 * @returns a scalar; ln(2N - 1) when all rows are equal.
 */
export function ntXent(
  za: Tensor,
  zb: Tensor,
  { temperature = 0.5 }: { readonly temperature?: number } = {},
): Tensor {
  const n = za.shape[0] ?? 0;
  const z = normalise(concat([za, zb])); // [2N, D]
  const logits = mul(matmul(z, z, { transposeB: true }), 1 / temperature); // [2N, 2N]
  const positive = mul(sum(mul(z, roll(z, n)), -1), 1 / temperature); // [2N]
  return mean(sub(logSumExp(withoutSelf(logits), -1), positive));
}
