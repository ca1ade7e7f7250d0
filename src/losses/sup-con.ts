import { cast, concat, div, identity, logSumExp, mean, mul, sub, sum, type Tensor } from "../tensor/index.js";
import type { ContrastOptions } from "./contrast-options.js";
import { sameClass, withoutSelf } from "./negatives.js";
import { cosineSimilarity } from "./similarity.js";

/**
 * Supervised contrastive loss, the form L_out (Khosla et al., 2020, eq. 2; https://arxiv.org/abs/2004.11362).
 *
 * For an anchor i among the 2N views with positives P(i), all other views of its class:
 * l(i) = -1/|P(i)| Σ_{p ∈ P(i)} log exp(s_ip / τ) / Σ_{k ≠ i} exp(s_ik / τ), with cosine similarities s; the mean over
 * all 2N anchors. In nats. With all labels different it is NT-Xent. Views of the anchor's class are in its denominator
 * too, as in the paper.
 * @param za first views `[N, D]`; @param zb second views `[N, D]`; @param labels int32 `[N]`.
 * @throws ShapeError when the shapes do not fit each other.
 */
export function supCon(
  za: Tensor,
  zb: Tensor,
  labels: Tensor,
  { temperature = 0.1, similarity = cosineSimilarity }: Omit<ContrastOptions, "classes"> = {},
): Tensor {
  const z = concat([za, zb]); // [2N, D]
  const logits = mul(similarity.all(z, z), 1 / temperature); // [2N, 2N]
  const same = cast(sameClass(concat([labels, labels])), "float32");
  const positive = sub(same, identity(z.shape[0] ?? 0)); // [2N, 2N]
  const attracted = div(sum(mul(logits, positive), -1), sum(positive, -1)); // [2N]
  return mean(sub(logSumExp(withoutSelf(logits), -1), attracted));
}
