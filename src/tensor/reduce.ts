import { apply, type Shape, sizeOf } from "../graph/index.js";
import { add, cast, div, exp, log, mul, neg, sqrt, square, stopGradient, sub } from "./elementwise.js";
import { reshape } from "./movement.js";
import type { Tensor } from "./tensor.js";

/** Axes to reduce; negative ones count from the end; none means all. */
export type Axes = number | readonly number[];

export interface Reduce {
  /** Keep reduced axes with size 1. */
  readonly keepDims?: boolean;
}

/** Non-negative, sorted axes. */
export function resolveAxes(shape: Shape, axes?: Axes): readonly number[] {
  if (axes === undefined) return shape.map((_, axis) => axis);
  const list = typeof axes === "number" ? [axes] : axes;
  return list.map((axis) => (axis < 0 ? axis + shape.length : axis)).sort((a, b) => a - b);
}

export function resolveAxis(shape: Shape, axis: number): number {
  return axis < 0 ? axis + shape.length : axis;
}

const reduction =
  (op: "sum" | "mean" | "max" | "min" | "sumSquares") =>
  (x: Tensor, axes?: Axes, { keepDims = false }: Reduce = {}): Tensor => {
    const resolved = resolveAxes(x.shape, axes);
    if (resolved.length === 0) return op === "sumSquares" ? square(x) : x;
    return apply(op, [x], { axes: resolved, keepDims });
  };

export const sum = reduction("sum");
export const mean = reduction("mean");
/** Greatest value; its gradient is shared among ties. */
export const max = reduction("max");
/** Least value; its gradient is shared among ties. */
export const min = reduction("min");
export const sumSquares = reduction("sumSquares");

/** Position of the first greatest value along an axis, int64. */
export function argMax(x: Tensor, axis = -1): Tensor {
  return apply("argMax", [x], { axis: resolveAxis(x.shape, axis) });
}

/** Position of the first least value along an axis, int64. */
export function argMin(x: Tensor, axis = -1): Tensor {
  return argMax(neg(x), axis);
}

/** `log Σ exp(x)`, shifted by the maximum so that it never overflows. */
export function logSumExp(x: Tensor, axes?: Axes, { keepDims = false }: Reduce = {}): Tensor {
  const resolved = resolveAxes(x.shape, axes);
  const top = stopGradient(max(x, resolved, { keepDims: true }));
  const result = add(log(sum(exp(sub(x, top)), resolved, { keepDims: true })), top);
  return keepDims ? result : reshape(result, sum(x, resolved).shape);
}

/**
 * Variance over axes, in two passes (a one-pass variance cancels in float32).
 * @param unbiased divide by n - 1 instead of n.
 */
export function variance(
  x: Tensor,
  axes?: Axes,
  { keepDims = false, unbiased = false }: Reduce & { readonly unbiased?: boolean } = {},
): Tensor {
  const resolved = resolveAxes(x.shape, axes);
  const n = sizeOf(resolved.map((axis) => x.shape[axis] ?? 1));
  const centred = sub(x, mean(x, resolved, { keepDims: true }));
  return mul(sumSquares(centred, resolved, { keepDims }), 1 / (unbiased ? n - 1 : n));
}

/** Euclidean norm; `epsilon` under the root keeps its gradient finite at zero. */
export function norm(
  x: Tensor,
  axes?: Axes,
  { keepDims = false, epsilon = 0 }: Reduce & { readonly epsilon?: number } = {},
): Tensor {
  const squares = sumSquares(x, axes, { keepDims });
  return sqrt(epsilon === 0 ? squares : add(squares, epsilon));
}

/** Rows of unit length: `x / sqrt(|x|² + ε)` along the last axis. The default ε only guards the zero vector. */
export function normalise(x: Tensor, epsilon = 1e-12): Tensor {
  return div(x, norm(x, -1, { keepDims: true, epsilon }));
}

/** Fraction of rows whose greatest logit is at the label; logits `[N, C]`, labels int32 `[N]`. */
export function accuracy(logits: Tensor, labels: Tensor): Tensor {
  const hit = apply("equal", [cast(argMax(logits), "int32"), labels], {});
  return mean(cast(hit, "float32"));
}
