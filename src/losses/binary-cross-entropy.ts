import { mean, mul, softplus, sub, type Tensor } from "../tensor/index.js";

/**
 * Binary cross-entropy with logits, the mean over all elements of -y log σ(x) - (1 - y) log(1 - σ(x)), written as
 * softplus(x) - x y so that no logarithm overflows. In nats.
 * @param logits `[...]` before the sigmoid; @param targets `[...]` in 0..1 (probabilities or intensities).
 * @throws ShapeError when the shapes do not fit each other.
 */
export function binaryCrossEntropy(logits: Tensor, targets: Tensor): Tensor {
  return mean(sub(softplus(logits), mul(logits, targets)));
}
