import { apply, applyAll } from "../graph/index.js";
import { resolveAxis } from "./reduce.js";
import type { Tensor } from "./tensor.js";

/** Rows of zeros with a one at each index: `[...]` integers to `[..., depth]`. */
export function oneHot(indices: Tensor, depth: number): Tensor {
  return apply("oneHot", [indices], { depth });
}

export function cumulativeSum(x: Tensor, axis = -1, { exclusive = false, reverse = false } = {}): Tensor {
  return apply("cumulativeSum", [x], { axis: resolveAxis(x.shape, axis), exclusive, reverse });
}

/** The `k` greatest (or least) values along an axis, sorted, with their positions (int64). */
export function topK(
  x: Tensor,
  k: number,
  axis = -1,
  { largest = true } = {},
): { values: Tensor; indices: Tensor } {
  const [values, indices] = applyAll("topK", [x], { k, axis: resolveAxis(x.shape, axis), largest });
  return { values, indices } as { values: Tensor; indices: Tensor };
}

/**
 * Order along an axis, ascending unless `descending`, with positions (int64); equals keep their order. Gradients flow
 * to where values came from.
 */
export function sort(x: Tensor, axis = -1, { descending = false } = {}): { values: Tensor; indices: Tensor } {
  return topK(x, x.shape.at(axis) ?? 1, axis, { largest: descending });
}
