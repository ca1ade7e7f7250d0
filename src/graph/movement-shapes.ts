/** Shapes of operators that move elements, pick them by index, or spread them by index. */
import { axisOf, broadcastShapes, float, isIndex, type Rule, type RuleOf, wholeShape } from "./shape-rule.js";
import { type Shape, sameShape, showShape, sizeOf } from "./types.js";

/** One operand of any type. */
const one =
  <Attributes>(rule: (shape: Shape, attributes: Attributes) => Shape | string): Rule<Attributes> =>
  (inputs, attributes) => {
    const [x] = inputs;
    if (x === undefined || inputs.length !== 1) return "expects 1 operand";
    const shape = rule(x.shape, attributes);
    return typeof shape === "string" ? shape : [{ dtype: x.dtype, shape }];
  };

const reshape = one<{ readonly shape: Shape }>((from, { shape }) =>
  sizeOf(from) === sizeOf(shape) && wholeShape(shape) === undefined
    ? shape
    : `cannot become ${showShape(shape)}`,
);

const transpose = one<{ readonly permutation: readonly number[] }>((from, { permutation }) => {
  const sorted = [...permutation].sort((a, b) => a - b);
  const fits = sorted.length === from.length && sorted.every((axis, i) => axis === i);
  return fits
    ? permutation.map((axis) => from[axis] ?? 0)
    : `expects a permutation of its axes, not ${showShape(permutation)}`;
});

const broadcastTo = one<{ readonly shape: Shape }>((from, { shape }) => {
  const common = broadcastShapes(from, shape);
  return common !== undefined && sameShape(common, shape) ? shape : `cannot broadcast to ${showShape(shape)}`;
});

const slice = one<{ readonly starts: readonly number[]; readonly ends: readonly number[] }>(
  (from, { starts, ends }) => {
    const whole = [...starts, ...ends].every((i) => Number.isInteger(i));
    const inside = from.every((side, axis) => {
      const start = starts[axis] ?? -1;
      const end = ends[axis] ?? -1;
      return start >= 0 && start < end && end <= side;
    });
    return whole && inside && starts.length === from.length
      ? ends.map((end, axis) => end - (starts[axis] ?? 0))
      : `cannot take ${showShape(starts)} to ${showShape(ends)}`;
  },
);

const pad = one<{ readonly before: readonly number[]; readonly after: readonly number[] }>(
  (from, { before, after }) => {
    const fits = before.length === from.length && after.length === from.length;
    if (!fits) return "expects one padding before and after for each axis";
    if ([...before, ...after].some((count) => !(Number.isInteger(count) && count >= 0)))
      return "expects paddings that are whole numbers from 0";
    return from.map((side, axis) => side + (before[axis] ?? 0) + (after[axis] ?? 0));
  },
);

const concat: RuleOf<"concat"> = (inputs, { axis }) => {
  const [first] = inputs;
  if (first === undefined) return "expects operands";
  const fits = inputs.every(
    (x) =>
      x.dtype === first.dtype &&
      x.shape.length === first.shape.length &&
      x.shape.every((side, i) => i === axis || side === first.shape[i]),
  );
  if (!fits) return `expects operands that differ in axis ${axis} only`;
  const total = inputs.reduce((sum, x) => sum + (x.shape[axis] ?? 0), 0);
  return (
    axisOf(first.shape, axis) ?? [
      { dtype: first.dtype, shape: first.shape.map((side, i) => (i === axis ? total : side)) },
    ]
  );
};

const gather: RuleOf<"gather"> = (inputs, { axis }) => {
  const [x, indices] = inputs;
  if (x === undefined || indices === undefined || !isIndex(indices))
    return "expects data and integer indices";
  return (
    axisOf(x.shape, axis) ?? [
      { dtype: x.dtype, shape: [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)] },
    ]
  );
};

const scatterAdd: RuleOf<"scatterAdd"> = (inputs, { axis, size }) => {
  const [indices, updates] = inputs;
  if (indices === undefined || updates?.dtype !== "float32" || !isIndex(indices))
    return "expects integer indices and float32 updates";
  const end = axis + indices.shape.length;
  const fits =
    axis >= 0 && axis <= updates.shape.length && sameShape(updates.shape.slice(axis, end), indices.shape);
  return fits
    ? float([...updates.shape.slice(0, axis), size, ...updates.shape.slice(end)])
    : `expects updates that hold the indices' shape at axis ${axis}`;
};

const replaceRows: RuleOf<"replaceRows"> = (inputs) => {
  const [x, indices, rows] = inputs;
  if (x?.dtype !== "float32" || rows?.dtype !== "float32" || indices === undefined || !isIndex(indices))
    return "expects float32 x, integer indices and float32 rows";
  const fits =
    x.shape.length > 0 &&
    indices.shape.length === 1 &&
    sameShape(rows.shape, [...indices.shape, ...x.shape.slice(1)]);
  return fits ? float(x.shape) : "expects one index a row, and rows of x's kind";
};

const takeAlong: RuleOf<"takeAlong"> = (inputs, { axis }) => {
  const [x, indices] = inputs;
  if (x === undefined || indices === undefined || !isIndex(indices))
    return "expects data and integer indices";
  const fits =
    x.shape.length === indices.shape.length &&
    x.shape.every((side, i) => i === axis || side === indices.shape[i]);
  if (!fits) return `expects indices that differ from the data in axis ${axis} only`;
  return axisOf(x.shape, axis) ?? [{ dtype: x.dtype, shape: indices.shape }];
};

const putAlong: RuleOf<"putAlong"> = (inputs, { axis, size }) => {
  const [indices, updates] = inputs;
  if (indices === undefined || updates?.dtype !== "float32" || !isIndex(indices))
    return "expects integer indices and float32 updates";
  if (!sameShape(indices.shape, updates.shape)) return "expects indices and updates of one shape";
  return axisOf(updates.shape, axis) ?? float(updates.shape.map((side, i) => (i === axis ? size : side)));
};

const addAlong: RuleOf<"addAlong"> = (inputs, { axis }) => {
  const [x, indices, updates] = inputs;
  if (x?.dtype !== "float32" || updates?.dtype !== "float32" || indices === undefined || !isIndex(indices))
    return "expects float32 x, integer indices and float32 updates";
  const fits =
    sameShape(indices.shape, updates.shape) &&
    x.shape.length === indices.shape.length &&
    x.shape.every((side, i) => i === axis || side === indices.shape[i]);
  if (!fits) return `expects indices and updates of one shape that differs from x in axis ${axis} only`;
  return axisOf(x.shape, axis) ?? float(x.shape);
};

const oneHot: RuleOf<"oneHot"> = (inputs, { depth }) =>
  isIndex(inputs[0]) ? float([...(inputs[0]?.shape ?? []), depth]) : "expects integer indices";

const topK: RuleOf<"topK"> = (inputs, { k, axis }) => {
  const [x] = inputs;
  if (x?.dtype !== "float32") return "expects float32 (cast first)";
  if (!(k >= 1 && k <= (x.shape[axis] ?? 0))) return `cannot take ${k} along axis ${axis}`;
  const shape = x.shape.map((side, i) => (i === axis ? k : side));
  return [...float(shape), { dtype: "int64", shape }];
};

export const movementShapes = {
  reshape,
  transpose,
  broadcastTo,
  slice,
  pad,
  concat,
  gather,
  replaceRows,
  scatterAdd,
  takeAlong,
  putAlong,
  addAlong,
  oneHot,
  topK,
};
