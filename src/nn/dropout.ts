import { bernoulli, type Key } from "../random/index.js";
import { mul, type Tensor } from "../tensor/index.js";
import type { Scope } from "./scope.js";

/**
 * Drops elements with the given probability and scales the rest by 1 / (1 - rate) (Srivastava et al., 2014).
 * `rate` is the probability to DROP; the lecture's p in SPEC row 46 is the probability to keep.
 * Each use in a step draws anew, also at the same scope: two views, or student and teacher, lose different elements.
 * @param shared axes along which one draw serves all, such as [2, 3] to drop whole channels, or [1, 2, 3] for paths.
 * @param key draws of one's own, for uses that shall lose the same elements.
 */
export function dropout(
  scope: Scope,
  x: Tensor,
  rate: number,
  { shared = [], key }: { readonly shared?: readonly number[]; readonly key?: Key } = {},
): Tensor {
  if (!scope.training || rate === 0) return x;
  const shape = x.shape.map((side, axis) => (shared.includes(axis) ? 1 : side));
  return mul(x, mul(bernoulli(key ?? scope.key("dropout"), 1 - rate, shape), 1 / (1 - rate)));
}
