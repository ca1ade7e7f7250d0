import {
  concat,
  greater,
  logSumExp,
  mean,
  mul,
  softmax,
  stopGradient,
  sub,
  type Tensor,
  where,
} from "../tensor/index.js";
import type { ContrastOptions } from "./contrast-options.js";
import { candidatesAmong, sameClass, without, withoutSelf } from "./negatives.js";
import { cosineSimilarity } from "./similarity.js";

type Settled = ContrastOptions & Required<Pick<ContrastOptions, "temperature" | "similarity">>;

/**
 * DCL, decoupled contrastive learning (Yeh et al., 2021, section 3; https://arxiv.org/abs/2110.06848): NT-Xent with the
 * positive out of the denominator, so that a pair that is well aligned already is not held back by it.
 *
 * l(i) = -s_ij / τ + log Σ_{k ∉ {i, j}} exp(s_ik / τ), with cosine similarities s, the partner j of i, and the 2N - 2
 * other views in the sum; the mean over all 2N anchors. In nats. It is not bounded from below by 0. With `classes` the
 * sum is over the views of other classes, and left out where there are none.
 *
 * Convention: one logarithm of the sum over both views' negatives, as in the paper and in lightly since
 * its pull request 1826 (https://github.com/lightly-ai/lightly/pull/1826); before, it had one logarithm a view.
 * @param za first views `[N, D]`; @param zb second views `[N, D]`, row i the partner of row i of `za`; N at least 2.
 * @returns a scalar; ln(2N - 2) when all rows are equal.
 * @throws ShapeError when the shapes differ.
 */
export function dcl(
  za: Tensor,
  zb: Tensor,
  { temperature = 0.1, similarity = cosineSimilarity, classes }: ContrastOptions = {},
): Tensor {
  const positive = mul(similarity.pairs(za, zb), 1 / temperature); // [N]
  return sub(repulsion(za, zb, { temperature, similarity, classes }), mean(positive));
}

/**
 * DCLW, DCL whose positives weigh less where they agree already (same paper, section 3):
 * l(i) = -w_i s_ij / τ + log Σ_{k ∉ {i, j}} exp(s_ik / τ), with w_i = 2 - exp(s_ij / σ) / mean_k exp(s_kl / σ), a
 * negative von Mises-Fisher weight over the batch that carries no gradient.
 * @param sigma how sharply the weights tell pairs apart: the smaller, the sharper.
 * @throws ShapeError when the shapes differ.
 */
export function dclw(
  za: Tensor,
  zb: Tensor,
  {
    temperature = 0.1,
    similarity = cosineSimilarity,
    classes,
    sigma = 0.5,
  }: ContrastOptions & { readonly sigma?: number } = {},
): Tensor {
  const n = za.shape[0] ?? 0;
  const alike = similarity.pairs(za, zb); // [N]
  const weight = stopGradient(sub(2, mul(softmax(mul(alike, 1 / sigma)), n))); // [N], mean 1
  const pull = mean(mul(weight, mul(alike, 1 / temperature)));
  return sub(repulsion(za, zb, { temperature, similarity, classes }), pull);
}

/** The mean over the 2N views of the log of the sum over the views of other samples. */
function repulsion(za: Tensor, zb: Tensor, { temperature, similarity, classes }: Settled): Tensor {
  // Without the diagonal: within a view that is the anchor itself, across views it is the positive.
  const others = (a: Tensor, b: Tensor) => {
    const logits = mul(similarity.all(a, b), 1 / temperature); // [N, N]
    return classes === undefined ? withoutSelf(logits) : without(sameClass(classes), logits);
  };
  const ofA = logSumExp(concat([others(za, za), others(za, zb)], 1), -1); // [N]
  const ofB = logSumExp(concat([others(zb, zb), others(zb, za)], 1), -1);
  const all = concat([ofA, ofB]);
  if (classes === undefined) return mean(all);
  const pushed = greater(candidatesAmong(classes), 1); // [N]
  return mean(where(concat([pushed, pushed]), all, 0));
}
