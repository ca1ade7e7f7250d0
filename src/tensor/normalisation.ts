import { apply, applyAll } from "../graph/index.js";
import { add, div, mul, sqrt, sub } from "./elementwise.js";
import { reshape } from "./movement.js";
import { mean, resolveAxis, variance } from "./reduce.js";
import type { Tensor } from "./tensor.js";

/**
 * Batch normalisation with the statistics of this batch (Ioffe & Szegedy, 2015), over all axes but 1.
 * @returns the normalised tensor with its mean and biased variance, each `[C]`.
 */
export function batchNormalise(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  epsilon = 1e-5,
): { y: Tensor; mean: Tensor; variance: Tensor } {
  const [y, batchMean, batchVariance] = applyAll("batchNorm", [x, gamma, beta], { epsilon });
  return { y, mean: batchMean, variance: batchVariance } as { y: Tensor; mean: Tensor; variance: Tensor };
}

/** `x * scale + shift` for each channel (axis 1); scale and shift `[C]`. */
export function channelAffine(x: Tensor, scale: Tensor, shift: Tensor): Tensor {
  return apply("channelAffine", [x, scale, shift], {});
}

/** Layer normalisation over the last axis (Ba et al., 2016). */
export function layerNormalise(x: Tensor, gamma: Tensor, beta: Tensor, epsilon = 1e-5): Tensor {
  return apply("layerNorm", [x, gamma, beta], { epsilon });
}

/** Group normalisation of x `[N, C, ...]` (Wu & He, 2018); one group is layer norm, C groups instance norm. */
export function groupNormalise(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  groups: number,
  epsilon = 1e-5,
): Tensor {
  const [n = 0, c = 0] = x.shape;
  const grouped = reshape(x, [n, groups, -1]);
  const centred = sub(grouped, mean(grouped, -1, { keepDims: true }));
  const scaled = div(centred, sqrt(add(variance(grouped, -1, { keepDims: true }), epsilon)));
  const channels = [1, c, ...x.shape.slice(2).map(() => 1)];
  return add(mul(reshape(scaled, x.shape), reshape(gamma, channels)), reshape(beta, channels));
}

export function softmax(x: Tensor, axis = -1): Tensor {
  return apply("softmax", [x], { axis: resolveAxis(x.shape, axis) });
}

export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return apply("logSoftmax", [x], { axis: resolveAxis(x.shape, axis) });
}
