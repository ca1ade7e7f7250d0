import {
  and,
  less,
  lessEqual,
  logSoftmax,
  mean,
  neg,
  reshape,
  type Tensor,
  takeAlong,
  where,
} from "../tensor/index.js";

/**
 * Softmax cross-entropy, the mean over rows of -log p(label). In nats.
 *
 * The label's number is picked out of each row, and its slope put back in place: at 10,000 classes a step of this takes
 * less than half the time of a product with a row of zeros and a one, at 10 as much, and the bits are the same.
 * @param logits `[..., C]`; @param labels int32 `[...]`; a row whose label is none of 0..C-1 counts as 0.
 */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  const classes = logits.shape.at(-1) ?? 0;
  const known = and(lessEqual(0, labels), less(labels, classes)); // [...]
  const places = reshape(where(known, labels, 0), [...labels.shape, 1]);
  const picked = reshape(takeAlong(logSoftmax(logits), places), labels.shape);
  return mean(where(known, neg(picked), 0));
}
