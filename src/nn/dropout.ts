import { ConfigError } from "../errors.js";
import { type Key, manyBernoulli, normal } from "../random/index.js";
import { add, mul, type Tensor } from "../tensor/index.js";
import type { Scope } from "./scope.js";

interface DrawOptions {
  /** Draws of one's own, for uses that shall lose the same elements. */
  readonly key?: Key;
}

/**
 * Drops elements with the given probability and scales the rest by 1 / (1 - rate) (Srivastava et al., 2014).
 * `rate` is the probability to DROP; the lecture's p in SPEC row 46 is the probability to keep.
 * Each use in a step draws anew, also at the same scope: two views, or student and teacher, lose different elements.
 * Off in inference.
 * @param shared axes along which one draw serves all, such as [2, 3] to drop whole channels, or [1, 2, 3] for paths.
 * @throws ConfigError when the rate is not in 0..1, 1 left out.
 */
export function dropout(
  scope: Scope,
  x: Tensor,
  rate: number,
  { shared = [], key }: DrawOptions & { readonly shared?: readonly number[] } = {},
): Tensor {
  if (!(rate >= 0 && rate < 1))
    throw new ConfigError(`A rate of dropout is at least 0 and less than 1; got ${rate}.`, { rate });
  if (!scope.training || rate === 0) return x;
  const shape = x.shape.map((side, axis) => (shared.includes(axis) ? 1 : side));
  return mul(x, mul(manyBernoulli(key ?? scope.key("dropout"), 1 - rate, shape), 1 / (1 - rate)));
}

/**
 * Dropout of whole channels (Tompson et al., 2015), in any number of dimensions: x `[N, C, ...]`, or tokens `[N, T, C]` with
 * `channels: "last"`. What lies beside each other in a channel tells its neighbours; so all of it goes or stays.
 */
export function spatialDropout(
  scope: Scope,
  x: Tensor,
  rate: number,
  { channels = "first", ...options }: DrawOptions & { readonly channels?: "first" | "last" } = {},
): Tensor {
  const channel = channels === "first" ? 1 : x.shape.length - 1;
  const shared = x.shape.flatMap((_, axis) => (axis === 0 || axis === channel ? [] : [axis]));
  return dropout(scope, x, rate, { ...options, shared });
}

/**
 * Drops a residual branch for whole samples (stochastic depth, Huang et al., 2016): x `[N, ...]` is the branch, before it
 * is added.
 */
export function dropPath(scope: Scope, x: Tensor, rate: number, options: DrawOptions = {}): Tensor {
  return dropout(scope, x, rate, {
    ...options,
    shared: x.shape.flatMap((_, axis) => (axis === 0 ? [] : [axis])),
  });
}

/**
 * Adds normal noise of a deviation to every number, anew at each use. Off in inference.
 * @throws ConfigError when the deviation is negative or no number.
 */
export function gaussianNoise(scope: Scope, x: Tensor, deviation: number, { key }: DrawOptions = {}): Tensor {
  if (!(deviation >= 0 && Number.isFinite(deviation)))
    throw new ConfigError(`A deviation of noise is a number of at least 0; got ${deviation}.`, { deviation });
  if (!scope.training || deviation === 0) return x;
  return add(x, mul(normal(key ?? scope.key("noise"), x.shape), deviation));
}
