import { ShapeError } from "../errors.js";
import {
  add,
  concat,
  exp,
  logSoftmax,
  logSumExp,
  mean,
  mul,
  sub,
  sum,
  type Tensor,
} from "../tensor/index.js";
import { sinkhorn } from "./sinkhorn.js";
import { softCrossEntropy } from "./soft-cross-entropy.js";

export interface MsnOptions {
  /** Of the anchors' softmax over prototypes. */
  readonly temperature?: number;
  /** Targets are raised to 1 / this and made to sum to 1 again. */
  readonly sharpening?: number;
  /** Rounds of Sinkhorn's balance of the targets over the batch. 0: off. */
  readonly sinkhornIterations?: number;
  /** Weight of the mean-entropy term. */
  readonly meanEntropyWeight?: number;
}

/**
 * How far the mean of distributions is from uniform, ln K - H(mean): zero when the prototypes are used evenly (the
 * me-max regulariser of MSN, Assran et al., 2022, section 3; shifted by ln K as in the authors' code). In nats.
 * @param logits of the distributions, `[N, K]`.
 */
export function meanEntropyGap(logits: Tensor): Tensor {
  const [n = 1, k = 1] = logits.shape;
  const logMean = sub(logSumExp(logSoftmax(logits), 0), Math.log(n)); // [K]
  return add(sum(mul(exp(logMean), logMean)), Math.log(k));
}

/**
 * The loss of Masked Siamese Networks (Assran et al., 2022, eq. 1; https://arxiv.org/abs/2204.07141): cross-entropy of
 * the target's sharpened assignment to prototypes with the anchor's, the mean over anchors, plus λ (ln K - H(mean
 * anchor assignment)). In nats.
 *
 * The paper's form has no Sinkhorn step; the authors' code and lightly balance the sharpened targets by one, as
 * `sinkhornIterations` (3 there) does here.
 * @param anchors cosines with the prototypes, `[V N, K]`, view after view; @param targets `[N, K]`, without gradient.
 * @returns a scalar.
 * @throws ShapeError when the anchors are no whole number of views.
 */
export function msnLoss(
  anchors: Tensor,
  targets: Tensor,
  { temperature = 0.1, sharpening = 0.25, sinkhornIterations = 0, meanEntropyWeight = 1 }: MsnOptions = {},
): Tensor {
  const views = (anchors.shape[0] ?? 0) / (targets.shape[0] ?? 1);
  if (!Number.isInteger(views)) {
    throw new ShapeError(
      `msnLoss: expects a whole number of anchors for each of the ${targets.shape[0]} targets; got ${anchors.shape[0]} anchors.`,
      { anchors: anchors.shape[0], targets: targets.shape[0] },
    );
  }
  // softmax(s / τ) raised to 1 / T and made to sum to 1 is softmax(s / (τ T)).
  const sharpened = logSoftmax(mul(targets, 1 / (temperature * sharpening))); // [N, K]
  const sharp = sinkhorn(sharpened, { epsilon: 1, iterations: sinkhornIterations });
  const logits = mul(anchors, 1 / temperature);
  const agreement = mean(softCrossEntropy(logits, concat(Array<Tensor>(views).fill(sharp))));
  return add(agreement, mul(meanEntropyGap(logits), meanEntropyWeight));
}
