import { add, mean, mul, sumSquares, type Tensor } from "../tensor/index.js";
import type { ContrastOptions } from "./contrast-options.js";
import { infoNce } from "./info-nce.js";
import { dotSimilarity } from "./similarity.js";

/**
 * The multi-class N-pair loss (Sohn, 2016;
 * https://papers.nips.cc/paper/6199-improved-deep-metric-learning-with-multi-class-n-pair-loss-objective): each anchor
 * is told from the positives of all other pairs at once, where a triplet has one negative (SPEC row 104).
 *
 *   mean_i log(1 + Σ_{j≠i} exp(f_i · f_j⁺ - f_i · f_i⁺))  +  λ/4 (mean_i |f_i|² + mean_i |f_i⁺|²)
 *
 * The first part is InfoNCE of inner products without a temperature: the length of vectors is the temperature, which
 * the second holds down. λ/4 is the convention of TensorFlow's `npairs_loss`, whose default is λ = 0.002.
 * @param za anchors `[N, D]`; @param zb positives `[N, D]`; vectors are taken as they are
 * @param options.classes int32 `[N]`: with them the sum is over pairs of other classes
 * @returns a scalar in nats but for the second part
 * @throws ShapeError when the shapes differ.
 */
export function nPairLoss(
  za: Tensor,
  zb: Tensor,
  {
    classes,
    regularisation = 0.002,
  }: Pick<ContrastOptions, "classes"> & {
    readonly regularisation?: number;
  } = {},
): Tensor {
  const contrast = infoNce(za, zb, { temperature: 1, similarity: dotSimilarity, classes });
  const lengths = add(mean(sumSquares(za, -1)), mean(sumSquares(zb, -1)));
  return add(contrast, mul(lengths, regularisation / 4));
}
