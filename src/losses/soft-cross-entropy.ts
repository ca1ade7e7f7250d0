import { logSoftmax, mul, neg, sum, type Tensor } from "../tensor/index.js";

/**
 * Cross-entropy of a distribution with predicted logits, H(q, p) = -Σ_k q_k log softmax(logits)_k, in nats, for each
 * row by itself: the distillation losses average rows differently.
 * @param logits `[..., K]`; @param targets `[..., K]`, rows that sum to 1.
 * @returns `[...]`
 */
export function softCrossEntropy(logits: Tensor, targets: Tensor): Tensor {
  return neg(sum(mul(targets, logSoftmax(logits)), -1));
}
