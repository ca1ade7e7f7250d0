import { concat, log, logSumExp, mean, mul, reshape, sub, type Tensor } from "../tensor/index.js";
import { without } from "./negatives.js";
import { cosineSimilarity, type Similarity } from "./similarity.js";

export interface SampledOptions {
  readonly temperature?: number;
  /** s; the cosine unless given. */
  readonly similarity?: Similarity;
  /**
   * `[N, m - 1]`, booleans: true where a negative does not count for an anchor, because it is the anchor's own sample,
   * say. That anchor then has so many classes fewer; no gradient flows to the pair.
   */
  readonly excluded?: Tensor | undefined;
}

/**
 * InfoNCE as a problem of m classes: which of m candidates belongs to the anchor (SPEC row 75; van den Oord et al.,
 * 2018, eq. 4; https://arxiv.org/abs/1807.03748)?
 *
 * l(i) = -log g(x_i, c_i) / (g(x_i, c_i) + Σ_{j=1}^{m-1} g(x_i, c_ij)), with g = exp(s / τ); the mean over i. In nats.
 *
 * Convention: this is the cross-entropy, to be MINIMISED, ln m when nothing is known. Row 75 writes
 * mean log(m g / Σ g), which is to be maximised: that is `mutualInformationBound` of this loss.
 * @param anchors x `[N, D]`; @param positives c_i `[N, D]`
 * @param negatives m - 1 of them: `[m - 1, D]` that all anchors share.
 * @throws ShapeError when the shapes do not fit each other.
 */
export function sampledInfoNce(
  anchors: Tensor,
  positives: Tensor,
  negatives: Tensor,
  { temperature = 0.1, similarity = cosineSimilarity, excluded }: SampledOptions = {},
): Tensor {
  const positive = mul(reshape(similarity.pairs(anchors, positives), [-1, 1]), 1 / temperature); // [N, 1]
  const others = mul(similarity.all(anchors, negatives), 1 / temperature); // [N, m - 1]
  const counted = excluded === undefined ? others : without(excluded, others);
  return mean(sub(logSumExp(concat([positive, counted], 1), -1, { keepDims: true }), positive));
}

/**
 * What an InfoNCE loss says about mutual information: I(x; c) ≥ ln m - loss, in nats (van den Oord et al., 2018,
 * section 2.3; SPEC row 73). It holds in expectation over samples that were not trained on, with negatives that are
 * drawn as c is; keys of earlier encoders, a memory or negatives of other classes only are so but roughly. It can never
 * say more than ln m, and below 0 it says nothing.
 * @param loss a scalar in nats; @param classes m, the positive with its negatives: N for `infoNce` over a batch. Where
 *   anchors have unequally many, `[N]`, one each: the bound is then mean ln m - loss.
 */
export function mutualInformationBound(loss: Tensor, classes: number | Tensor): Tensor {
  return sub(typeof classes === "number" ? Math.log(classes) : mean(log(classes)), loss);
}
