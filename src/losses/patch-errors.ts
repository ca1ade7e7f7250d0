import { add, div, mean, sqrt, square, stopGradient, sub, type Tensor, variance } from "../tensor/index.js";

/** What a patch's pixels are normalised by. */
export interface PatchStatistics {
  /** `[N, M, 1]` */
  readonly mean: Tensor;
  /** `[N, M, 1]` */
  readonly deviation: Tensor;
}

/**
 * Mean and deviation of each patch's own pixels, all channels together: deviation = sqrt(variance + 1e-6), with the
 * unbiased variance, as in the authors' code. The small number only keeps
 * flat patches finite, so faint noise on an empty ground becomes as loud a target as a strong edge.
 * @param patches `[N, M, P]`
 */
export function patchStatistics(patches: Tensor): PatchStatistics {
  const spread = variance(patches, -1, { keepDims: true, unbiased: true });
  return { mean: mean(patches, -1, { keepDims: true }), deviation: sqrt(add(spread, 1e-6)) };
}

/**
 * Mean squared error of each hidden patch, the loss of MAE before its mean (He et al., 2022, section 3;
 * https://arxiv.org/abs/2111.06377). With `normalised` the target is the patch less its own mean, divided by its own
 * deviation, so that what counts is the patch's pattern.
 * @param predicted `[N, M, P]`; @param patches `[N, M, P]`, the truth, which no gradient reaches
 * @returns `[N, M]`
 * @throws ShapeError when the shapes do not fit each other.
 */
export function patchErrors(
  predicted: Tensor,
  patches: Tensor,
  { normalised = true }: { readonly normalised?: boolean } = {},
): Tensor {
  const truth = stopGradient(patches);
  const { mean: level, deviation } = patchStatistics(truth);
  const target = normalised ? div(sub(truth, level), deviation) : truth;
  return mean(square(sub(predicted, target)), -1);
}
