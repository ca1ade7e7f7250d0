import { apply, type Shape, sameShape, sizeOf } from "../graph/index.js";
import { constant, range, type Tensor } from "./tensor.js";

/** New shape, same order of elements. One side may be -1. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const known = sizeOf(shape.filter((side) => side !== -1));
  const resolved = shape.map((side) => (side === -1 ? sizeOf(x.shape) / known : side));
  return sameShape(resolved, x.shape) ? x : apply("reshape", [x], { shape: resolved });
}

/** Reorders axes; without a permutation swaps the last two. */
export function transpose(x: Tensor, permutation?: readonly number[]): Tensor {
  const rank = x.shape.length;
  const swap = Array.from({ length: rank }, (_, i) =>
    i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i,
  );
  const order = permutation ?? swap;
  return order.every((axis, i) => axis === i) ? x : apply("transpose", [x], { permutation: order });
}

export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : apply("broadcastTo", [x], { shape });
}

/** Elements `start` (inclusive) to `end` (exclusive, negative counts from the end) of one axis. */
export function slice(x: Tensor, axis: number, start: number, end: number = x.shape.at(axis) ?? 0): Tensor {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const side = x.shape[at] ?? 0;
  const wrap = (i: number) => (i < 0 ? i + side : i);
  return apply("slice", [x], {
    starts: x.shape.map((_, i) => (i === at ? wrap(start) : 0)),
    ends: x.shape.map((size, i) => (i === at ? wrap(end) : size)),
  });
}

/** Every `step`-th element of an axis, from `start`. */
export function stride(x: Tensor, axis: number, step: number, start = 0): Tensor {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const count = Math.ceil(((x.shape[at] ?? 0) - start) / step);
  return gather(
    x,
    constant(
      Int32Array.from({ length: count }, (_, i) => start + i * step),
      [count],
    ),
    at,
  );
}

/** Reverses an axis. */
export function flip(x: Tensor, axis: number): Tensor {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const side = x.shape[at] ?? 0;
  return gather(
    x,
    constant(
      Int32Array.from({ length: side }, (_, i) => side - 1 - i),
      [side],
    ),
    at,
  );
}

/** Adds elements before and after each axis. */
export function pad(x: Tensor, before: readonly number[], after: readonly number[], value = 0): Tensor {
  return apply("pad", [x], { before, after, value });
}

export function concat(tensors: readonly Tensor[], axis = 0): Tensor {
  const [first] = tensors;
  if (first !== undefined && tensors.length === 1) return first;
  return apply("concat", tensors, { axis: axis < 0 ? axis + (first?.shape.length ?? 0) : axis });
}

/** Joins along a new axis. */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  const at = axis < 0 ? axis + (tensors[0]?.shape.length ?? 0) + 1 : axis;
  const wide = tensors.map((x) => reshape(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]));
  return concat(wide, at);
}

/** Equal parts of an axis. */
export function split(x: Tensor, parts: number, axis = 0): Tensor[] {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const size = (x.shape[at] ?? 0) / parts;
  return Array.from({ length: parts }, (_, i) => slice(x, at, i * size, (i + 1) * size));
}

/** Whole slices at integer indices: `out[..., i, ...] = x[..., indices[i], ...]`. */
export function gather(x: Tensor, indices: Tensor, axis = 0): Tensor {
  return apply("gather", [x, indices], { axis: axis < 0 ? axis + x.shape.length : axis });
}

/** Adds whole slices into zeros of `size` along `axis`: the adjoint of `gather`. */
export function scatterAdd(indices: Tensor, updates: Tensor, size: number, axis = 0): Tensor {
  const rank = updates.shape.length - indices.shape.length + 1;
  return apply("scatterAdd", [indices, updates], { axis: axis < 0 ? axis + rank : axis, size });
}

/**
 * A memory `[S, ...]` with other rows at some places, `[N]` whole numbers that are all different: what one of twice the
 * same place would do is not defined.
 */
export function replaceRows(x: Tensor, indices: Tensor, rows: Tensor): Tensor {
  return apply("replaceRows", [x, indices, rows], {});
}

/** One element per position: `out[i][j] = x[i][indices[i][j]]` for the last axis. */
export function takeAlong(x: Tensor, indices: Tensor, axis = -1): Tensor {
  return apply("takeAlong", [x, indices], { axis: axis < 0 ? axis + x.shape.length : axis });
}

/** Adds single elements into zeros: the adjoint of `takeAlong`. */
export function putAlong(indices: Tensor, updates: Tensor, size: number, axis = -1): Tensor {
  return apply("putAlong", [indices, updates], { axis: axis < 0 ? axis + updates.shape.length : axis, size });
}

/** x with single elements added to: `out[i][indices[i][j]] += updates[i][j]` for the last axis. Places may repeat. */
export function addAlong(x: Tensor, indices: Tensor, updates: Tensor, axis = -1): Tensor {
  return apply("addAlong", [x, indices, updates], { axis: axis < 0 ? axis + x.shape.length : axis });
}

/** Repeats each element along an axis `times` times in a row (nearest-neighbour enlargement). */
export function repeat(x: Tensor, times: number, axis: number): Tensor {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const before = x.shape.slice(0, at + 1);
  const after = x.shape.slice(at + 1);
  const wide = broadcastTo(reshape(x, [...before, 1, ...after]), [...before, times, ...after]);
  return reshape(wide, [...before.slice(0, -1), (before.at(-1) ?? 1) * times, ...after]);
}

/** Row `i` of an `[N, ...]` tensor for each `i` in `0 .. N-1` rotated by `shift`. */
export function roll(x: Tensor, shift: number): Tensor {
  const n = x.shape[0] ?? 0;
  const from = ((-shift % n) + n) % n;
  return from === 0 ? x : concat([slice(x, 0, from), slice(x, 0, 0, from)]);
}

export { range };
