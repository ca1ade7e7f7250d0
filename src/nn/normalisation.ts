import { sizeOf } from "../graph/index.js";
import {
  add,
  batchNormalise,
  channelAffine,
  constant,
  groupNormalise,
  layerNormalise,
  mul,
  reciprocal,
  sqrt,
  stopGradient,
  sub,
  type Tensor,
} from "../tensor/index.js";
import { ones, zeros } from "./initialiser.js";
import type { Scope } from "./scope.js";

export interface BatchNormOptions {
  readonly epsilon?: number;
  /** How much of the running statistics a step replaces. */
  readonly momentum?: number;
  /** Learn a scale and a shift. */
  readonly affine?: boolean;
  readonly initialiseScale?: typeof ones;
}

/**
 * Batch normalisation of x `[N, C, ...]` (Ioffe & Szegedy, 2015): the batch's statistics while training, which
 * also feed running averages (unbiased variance, as PyTorch); those averages in inference. Under `scope.perSample()` it
 * is layer normalisation of each sample, over channels and space, with a scale and a shift a channel: no state, and the
 * same in inference.
 */
export function batchNorm(
  scope: Scope,
  x: Tensor,
  { epsilon = 1e-5, momentum = 0.1, affine = true, initialiseScale = ones }: BatchNormOptions = {},
): Tensor {
  return scope.run(() => {
    const c = x.shape[1] ?? 0;
    const gamma = affine
      ? scope.parameter("scale", [c], initialiseScale, "norm")
      : constant(new Float32Array(c).fill(1), [c]);
    const beta = affine ? scope.parameter("shift", [c], zeros, "norm") : constant(new Float32Array(c), [c]);
    if (scope.normalisesPerSample) return groupNormalise(x, gamma, beta, 1, epsilon);
    const runningMean = scope.state("mean", [c], zeros);
    const runningVariance = scope.state("variance", [c], ones);
    if (!scope.training) {
      const scale = mul(gamma, reciprocal(sqrt(add(runningVariance, epsilon))));
      return channelAffine(x, scale, sub(beta, mul(runningMean, scale)));
    }
    const { y, mean, variance } = batchNormalise(x, gamma, beta, epsilon);
    const n = sizeOf(x.shape) / c;
    const unbiased = mul(variance, n / Math.max(n - 1, 1));
    scope.assign("mean", follow(runningMean, stopGradient(mean), momentum));
    scope.assign("variance", follow(runningVariance, stopGradient(unbiased), momentum));
    return y;
  });
}

function follow(average: Tensor, value: Tensor, momentum: number): Tensor {
  return add(mul(average, 1 - momentum), mul(value, momentum));
}

/** Layer normalisation over the last axis (Ba et al., 2016). */
export function layerNorm(scope: Scope, x: Tensor, epsilon = 1e-5): Tensor {
  return scope.run(() => {
    const width = x.shape.at(-1) ?? 0;
    return layerNormalise(
      x,
      scope.parameter("scale", [width], ones, "norm"),
      scope.parameter("shift", [width], zeros, "norm"),
      epsilon,
    );
  });
}

/** Group normalisation of x `[N, C, ...]` (Wu & He, 2018). */
export function groupNorm(scope: Scope, x: Tensor, groups: number, epsilon = 1e-5): Tensor {
  return scope.run(() => {
    const c = x.shape[1] ?? 0;
    return groupNormalise(
      x,
      scope.parameter("scale", [c], ones, "norm"),
      scope.parameter("shift", [c], zeros, "norm"),
      groups,
      epsilon,
    );
  });
}
