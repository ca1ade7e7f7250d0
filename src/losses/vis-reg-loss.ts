import { normalQuantiles } from "../random/index.js";
import {
  add,
  addAll,
  constant,
  div,
  mean,
  mul,
  sort,
  sqrt,
  square,
  stopGradient,
  sub,
  type Tensor,
  variance,
} from "../tensor/index.js";
import { slices } from "./slices.js";
import { viewPrediction } from "./view-prediction.js";

export interface VisRegOptions {
  /** How many views, the first ones, are global. */
  readonly globals: number;
  /** λ in 0..1: share of the regularisation; the paper: 0.9 for large sets, 0.6 for small ones. */
  readonly regularisation?: number;
  readonly scaleWeight?: number;
  readonly shapeWeight?: number;
  readonly centreWeight?: number;
}

/**
 * VISReg (Wu, Balestriero & Levine, 2026, algorithm 1; https://arxiv.org/abs/2606.02572):
 * (1 - λ) prediction of the mean of the global views by every view + λ (scale + shape + centre) of every view's batch.
 * Where VICReg has a covariance, this has the whole shape; where SIGReg's slope vanishes at collapse, scale's does not.
 * @param z `[V, N, D]`, the global views first; @param directions `[D, S]`, as in `visRegShape`.
 * @returns a scalar
 */
export function visRegLoss(
  z: Tensor,
  directions: Tensor,
  { globals, regularisation = 0.6, scaleWeight = 1, shapeWeight = 1, centreWeight = 1 }: VisRegOptions,
): Tensor {
  const regulariser = addAll([
    mul(visRegScale(z), scaleWeight),
    mul(visRegShape(z, directions), shapeWeight),
    mul(visRegCentre(z), centreWeight),
  ]);
  return add(mul(viewPrediction(z, globals), 1 - regularisation), mul(regulariser, regularisation));
}

/** Mean of the squared means of the columns (eq. 6): z `[..., N, D]` to a scalar. */
export function visRegCentre(z: Tensor): Tensor {
  return mean(square(mean(z, -2)));
}

/** Mean of (1 - deviation)² of the columns, the deviation with 1 / N (eq. 1): z `[..., N, D]` to a scalar. */
export function visRegScale(z: Tensor): Tensor {
  return mean(square(sub(1, deviation(z))));
}

/**
 * Sliced Wasserstein distance to the normal distribution (eq. 5): columns centred and divided by their deviation (a
 * constant to the gradient: shape does not pull at scale), seen along slices, sorted, less the normal quantiles at
 * i / (N + 1), squared; the mean over ranks, slices and views.
 * @param z `[..., N, D]`
 * @param directions `[D, S]`, one slice a column, of any length; fresh ones each step.
 * @returns a scalar
 */
export function visRegShape(z: Tensor, directions: Tensor): Tensor {
  const n = z.shape.at(-2) ?? 1;
  const centred = sub(z, mean(z, -2, { keepDims: true }));
  const scaled = div(centred, add(stopGradient(deviation(z)), 1e-4));
  const { values } = sort(slices(scaled, directions));
  return mean(square(sub(values, constant(normalQuantiles(n), [n]))));
}

/** Deviations of the columns `[..., 1, D]`; the tiny constant keeps the slope finite where a column is constant. */
function deviation(z: Tensor): Tensor {
  return sqrt(add(variance(z, -2, { keepDims: true }), 1e-12));
}
