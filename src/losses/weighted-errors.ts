import { broadcastTo, div, mul, reshape, sum, type Tensor } from "../tensor/index.js";

/**
 * The weighted mean of each sample's errors, Σ w e / Σ w, so that every sample counts the same, however much of it has
 * weight: with a mask of 0 and 1, the mean over what was hidden. (SimMIM's code divides the batch's errors by the
 * batch's masked pixels instead; where all samples have as many, that is the same mean.)
 * @param errors `[N, ...]`; @param weights not negative, of a shape that broadcasts to that of the errors, with some
 * weight for every sample: without, its mean is NaN
 * @returns `[N]`
 */
export function weightedErrors(errors: Tensor, weights: Tensor): Tensor {
  const [n = 0] = errors.shape;
  const rows = (x: Tensor) => reshape(x, [n, -1]);
  const w = rows(broadcastTo(weights, errors.shape));
  return div(sum(mul(rows(errors), w), 1), sum(w, 1));
}
