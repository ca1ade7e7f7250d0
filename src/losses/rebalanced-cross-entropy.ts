import {
  add,
  argMax,
  cast,
  gather,
  mean,
  mul,
  reciprocal,
  stopGradient,
  sum,
  type Tensor,
} from "../tensor/index.js";
import { softCrossEntropy } from "./soft-cross-entropy.js";

/**
 * Weights of classes by how rare they are (Zhang, Isola, Efros, 2016, equation 4, https://arxiv.org/abs/1603.08511):
 *
 *   w ∝ ((1 - λ) p + λ / Q)^-1,   scaled so that Σ_q p_q w_q = 1: the loss as a whole keeps its size
 *
 * @param frequencies p, `[Q]`, which sum to 1; @param uniformShare λ in 0..1: 1 gives every class the weight 1, 0
 * divides by the frequencies themselves
 * @returns `[Q]`
 */
export function rarityWeights(frequencies: Tensor, uniformShare: number): Tensor {
  const [q = 1] = frequencies.shape;
  const rarity = reciprocal(add(mul(frequencies, 1 - uniformShare), uniformShare / q));
  return mul(rarity, reciprocal(sum(mul(frequencies, rarity))));
}

/**
 * Cross-entropy of soft targets in nats where each row counts as much as its likeliest class is rare (the same paper,
 * equations 2 and 3): mean over rows of w[argmax_q t_q] H(t, softmax(logits)). The paper sums over the places of a
 * picture; a mean does not depend on their number.
 * @param logits `[P, Q]`; @param targets `[P, Q]`, rows that sum to 1; @param weights `[Q]`
 * @returns a scalar
 */
export function rebalancedCrossEntropy(logits: Tensor, targets: Tensor, weights: Tensor): Tensor {
  const own = gather(stopGradient(weights), cast(argMax(targets), "int32")); // [P]
  return mean(mul(own, softCrossEntropy(logits, targets)));
}
