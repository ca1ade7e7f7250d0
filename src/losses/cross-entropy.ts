import { logSoftmax, mean, mul, neg, oneHot, sum, type Tensor } from "../tensor/index.js";

/**
 * Softmax cross-entropy, the mean over rows of -log p(label). In nats.
 * @param logits `[..., C]`; @param labels int32 `[...]`.
 */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return mean(neg(sum(mul(logSoftmax(logits), oneHot(labels, logits.shape.at(-1) ?? 0)), -1)));
}
