/** Shape and type of every operator's outputs, or a sentence saying what it expects. */
import type { Convolution, OperatorAttributes, OperatorName, Window } from "./operators.js";
import { type DType, type Shape, sameShape, showShape, sizeOf, type TensorType } from "./types.js";

type Types = readonly TensorType[];
type Rule<Attributes = unknown> = (inputs: Types, attributes: Attributes) => Types | string;
type ShapeRules = { readonly [Name in OperatorName]: Rule<OperatorAttributes[Name]> };

const float = (shape: Shape): Types => [{ dtype: "float32", shape }];

function operands(inputs: Types, count: number): string | undefined {
  return inputs.length === count ? undefined : `expects ${count} operand${count === 1 ? "" : "s"}`;
}

const unary: Rule = (inputs) => {
  const [x] = inputs;
  if (x === undefined || inputs.length !== 1) return "expects 1 operand";
  if (x.dtype !== "float32") return "expects float32 (cast first)";
  return [x];
};

/** NumPy broadcasting; undefined when the shapes do not fit. */
export function broadcastShapes(...shapes: Shape[]): Shape | undefined {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let i = 0; i < shape.length; i++) {
      const axis = rank - shape.length + i;
      const side = shape[i] ?? 1;
      if (side === 1) continue;
      if (result[axis] !== 1 && result[axis] !== side) return undefined;
      result[axis] = side;
    }
  }
  return result;
}

const binaryWith =
  (result: (dtype: DType) => DType): Rule =>
  (inputs) => {
    const [a, b] = inputs;
    if (a === undefined || b === undefined || inputs.length !== 2) return "expects 2 operands";
    if (a.dtype !== b.dtype) return "expects operands of one type (cast first)";
    const shape = broadcastShapes(a.shape, b.shape);
    if (shape === undefined) return "expects shapes that broadcast";
    return [{ dtype: result(a.dtype), shape }];
  };
const binary = binaryWith((dtype) => dtype);
const comparison = binaryWith(() => "bool");

const reduction: Rule<OperatorAttributes["sum"]> = (inputs, { axes, keepDims }) => {
  const [x] = inputs;
  if (x === undefined) return "expects 1 operand";
  if (x.dtype !== "float32") return "expects float32 (cast first)";
  if (axes.some((axis) => !(axis >= 0 && axis < x.shape.length))) return `has no axes ${showShape(axes)}`;
  return float(reduceShape(x.shape, axes, keepDims));
};

export function reduceShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  if (keepDims) return shape.map((side, axis) => (axes.includes(axis) ? 1 : side));
  return shape.filter((_, axis) => !axes.includes(axis));
}

function windowSize(size: number, kernel: number, stride: number, before: number, after: number, dilation = 1): number {
  return Math.floor((size + before + after - dilation * (kernel - 1) - 1) / stride) + 1;
}

function convShape(x: Shape, w: Shape, { stride, padding, dilation, groups }: Convolution): Shape | string {
  const [n = 0, c = 0, h = 0, width = 0] = x;
  const [out = 0, perGroup = 0, kh = 0, kw = 0] = w;
  if (x.length !== 4 || w.length !== 4) return "expects x [N, C, H, W] and w [O, C/groups, kh, kw]";
  if (c !== perGroup * groups || out % groups !== 0) {
    return `expects ${perGroup * groups} input channels for its kernel (groups ${groups})`;
  }
  const oh = windowSize(h, kh, stride[0], padding[0], padding[2], dilation[0]);
  const ow = windowSize(width, kw, stride[1], padding[1], padding[3], dilation[1]);
  if (oh < 1 || ow < 1) return "expects an input at least as large as its kernel";
  return [n, out, oh, ow];
}

function poolShape(x: Shape, { kernel, stride, padding }: Window): Shape | string {
  const [n = 0, c = 0, h = 0, w = 0] = x;
  if (x.length !== 4) return "expects x [N, C, H, W]";
  const oh = windowSize(h, kernel[0], stride[0], padding[0], padding[2]);
  const ow = windowSize(w, kernel[1], stride[1], padding[1], padding[3]);
  if (oh < 1 || ow < 1) return "expects an input at least as large as its window";
  return [n, c, oh, ow];
}

const isIndex = (type: TensorType | undefined): boolean => type?.dtype === "int32" || type?.dtype === "int64";

export const shapeRules: ShapeRules = {
  input: (_, { dtype, shape }) => [{ dtype, shape }],
  constant: (_, { data, dtype, shape }) =>
    data.length === sizeOf(shape) ? [{ dtype, shape }] : `expects ${sizeOf(shape)} numbers, has ${data.length}`,
  draw: (_, { distribution, shape }) => [{ dtype: distribution === "permutation" ? "int32" : "float32", shape }],

  neg: unary,
  abs: unary,
  sign: unary,
  exp: unary,
  log: unary,
  sqrt: unary,
  reciprocal: unary,
  sin: unary,
  cos: unary,
  tanh: unary,
  sigmoid: unary,
  erf: unary,
  relu: unary,
  gelu: unary,
  geluGrad: binary,
  softplus: unary,
  floor: unary,
  ceil: unary,
  round: unary,
  not: (inputs) => (inputs[0]?.dtype === "bool" ? [inputs[0]] : "expects bool"),
  cast: (inputs, { to }) => operands(inputs, 1) ?? [{ dtype: to, shape: inputs[0]?.shape ?? [] }],
  stopGradient: (inputs) => operands(inputs, 1) ?? inputs,

  add: binary,
  sub: binary,
  mul: binary,
  div: binary,
  pow: binary,
  maximum: binary,
  minimum: binary,
  equal: comparison,
  less: comparison,
  lessEqual: comparison,
  and: binary,
  or: binary,
  where: (inputs) => {
    const [condition, a, b] = inputs;
    if (condition === undefined || a === undefined || b === undefined) return "expects a condition and 2 operands";
    if (condition.dtype !== "bool" || a.dtype !== b.dtype) return "expects a bool condition and operands of one type";
    const shape = broadcastShapes(condition.shape, a.shape, b.shape);
    return shape === undefined ? "expects shapes that broadcast" : [{ dtype: a.dtype, shape }];
  },

  sum: reduction,
  mean: reduction,
  max: reduction,
  min: reduction,
  sumSquares: reduction,
  argMax: (inputs, { axis }) => {
    const shape = inputs[0]?.shape ?? [];
    return axis >= 0 && axis < shape.length
      ? [{ dtype: "int64", shape: reduceShape(shape, [axis], false) }]
      : `has no axis ${axis}`;
  },

  reshape: (inputs, { shape }) => {
    const [x] = inputs;
    if (x === undefined || sizeOf(x.shape) !== sizeOf(shape)) return `cannot become ${showShape(shape)}`;
    return [{ dtype: x.dtype, shape }];
  },
  transpose: (inputs, { permutation }) => {
    const [x] = inputs;
    const sorted = [...permutation].sort((a, b) => a - b);
    if (x === undefined || sorted.length !== x.shape.length || sorted.some((axis, i) => axis !== i)) {
      return `expects a permutation of its axes, not ${showShape(permutation)}`;
    }
    return [{ dtype: x.dtype, shape: permutation.map((axis) => x.shape[axis] ?? 0) }];
  },
  broadcastTo: (inputs, { shape }) => {
    const [x] = inputs;
    const common = x === undefined ? undefined : broadcastShapes(x.shape, shape);
    if (x === undefined || common === undefined || !sameShape(common, shape)) return `cannot broadcast to ${showShape(shape)}`;
    return [{ dtype: x.dtype, shape }];
  },
  slice: (inputs, { starts, ends }) => {
    const [x] = inputs;
    const inside = x?.shape.every((side, axis) => {
      const start = starts[axis] ?? -1;
      const end = ends[axis] ?? -1;
      return start >= 0 && start < end && end <= side;
    });
    if (x === undefined || !inside) return `cannot take ${showShape(starts)} to ${showShape(ends)}`;
    return [{ dtype: x.dtype, shape: ends.map((end, axis) => end - (starts[axis] ?? 0)) }];
  },
  pad: (inputs, { before, after }) => {
    const [x] = inputs;
    if (x === undefined || before.length !== x.shape.length || after.length !== x.shape.length) {
      return "expects one padding before and after for each axis";
    }
    return [{ dtype: x.dtype, shape: x.shape.map((side, axis) => side + (before[axis] ?? 0) + (after[axis] ?? 0)) }];
  },
  concat: (inputs, { axis }) => {
    const [first] = inputs;
    if (first === undefined || axis < 0 || axis >= first.shape.length) return `expects operands with an axis ${axis}`;
    const fits = inputs.every(
      (x) => x.dtype === first.dtype && x.shape.length === first.shape.length && x.shape.every((side, i) => i === axis || side === first.shape[i]),
    );
    if (!fits) return `expects operands that differ in axis ${axis} only`;
    const total = inputs.reduce((sum, x) => sum + (x.shape[axis] ?? 0), 0);
    return [{ dtype: first.dtype, shape: first.shape.map((side, i) => (i === axis ? total : side)) }];
  },
  gather: (inputs, { axis }) => {
    const [x, indices] = inputs;
    if (x === undefined || indices === undefined || !isIndex(indices)) return "expects data and integer indices";
    if (axis < 0 || axis >= x.shape.length) return `has no axis ${axis}`;
    return [{ dtype: x.dtype, shape: [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)] }];
  },
  scatterAdd: (inputs, { axis, size }) => {
    const [indices, updates] = inputs;
    if (indices === undefined || updates === undefined || !isIndex(indices)) return "expects integer indices and updates";
    const rank = indices.shape.length;
    if (!sameShape(updates.shape.slice(axis, axis + rank), indices.shape)) return `expects updates that hold the indices' shape at axis ${axis}`;
    return float([...updates.shape.slice(0, axis), size, ...updates.shape.slice(axis + rank)]);
  },
  takeAlong: (inputs, { axis }) => {
    const [x, indices] = inputs;
    if (x === undefined || indices === undefined || !isIndex(indices)) return "expects data and integer indices";
    const fits = x.shape.length === indices.shape.length && x.shape.every((side, i) => i === axis || side === indices.shape[i]);
    return fits ? [{ dtype: x.dtype, shape: indices.shape }] : `expects indices that differ from the data in axis ${axis} only`;
  },
  putAlong: (inputs, { axis, size }) => {
    const [indices, updates] = inputs;
    if (indices === undefined || updates === undefined || !isIndex(indices)) return "expects integer indices and updates";
    if (!sameShape(indices.shape, updates.shape)) return "expects indices and updates of one shape";
    return float(updates.shape.map((side, i) => (i === axis ? size : side)));
  },

  matmul: (inputs, { transposeA, transposeB }) => {
    const [a, b] = inputs;
    if (a === undefined || b === undefined || a.dtype !== "float32" || b.dtype !== "float32") return "expects 2 float32 operands";
    const rank = a.shape.length;
    if (rank < 2 || b.shape.length !== rank || !sameShape(a.shape.slice(0, -2), b.shape.slice(0, -2))) {
      return "expects matrices with the same batch axes";
    }
    const [m = 0, k = 0] = transposeA ? a.shape.slice(-2).reverse() : a.shape.slice(-2);
    const [k2 = 0, n = 0] = transposeB ? b.shape.slice(-2).reverse() : b.shape.slice(-2);
    if (k !== k2) return `expects inner sizes that agree (${k} against ${k2})`;
    return float([...a.shape.slice(0, -2), m, n]);
  },
  conv: (inputs, attributes) => {
    const shape = convShape(inputs[0]?.shape ?? [], inputs[1]?.shape ?? [], attributes);
    return typeof shape === "string" ? shape : float(shape);
  },
  convInput: (inputs, attributes) => {
    const shape = convShape(attributes.inputShape, inputs[1]?.shape ?? [], attributes);
    if (typeof shape === "string") return shape;
    return sameShape(shape, inputs[0]?.shape ?? []) ? float(attributes.inputShape) : `expects a gradient ${showShape(shape)}`;
  },
  convKernel: (inputs, attributes) => {
    const shape = convShape(inputs[0]?.shape ?? [], attributes.kernelShape, attributes);
    if (typeof shape === "string") return shape;
    return sameShape(shape, inputs[1]?.shape ?? []) ? float(attributes.kernelShape) : `expects a gradient ${showShape(shape)}`;
  },

  maxPool: (inputs, window) => {
    const shape = poolShape(inputs[0]?.shape ?? [], window);
    return typeof shape === "string" ? shape : [...float(shape), { dtype: "int64", shape }];
  },
  maxPoolGrad: (_, { inputShape }) => float(inputShape),
  averagePool: (inputs, window) => {
    const shape = poolShape(inputs[0]?.shape ?? [], window);
    return typeof shape === "string" ? shape : float(shape);
  },
  averagePoolGrad: (_, { inputShape }) => float(inputShape),

  batchNorm: (inputs) => {
    const [x, gamma, beta] = inputs;
    const channels = [x?.shape[1] ?? 0];
    if (x === undefined || !sameShape(gamma?.shape ?? [], channels) || !sameShape(beta?.shape ?? [], channels)) {
      return "expects x [N, C, ...] with gamma and beta [C]";
    }
    return [...float(x.shape), ...float(channels), ...float(channels)];
  },
  layerNorm: (inputs) => {
    const [x, gamma, beta] = inputs;
    const width = [x?.shape.at(-1) ?? 0];
    if (x === undefined || !sameShape(gamma?.shape ?? [], width) || !sameShape(beta?.shape ?? [], width)) {
      return "expects x [..., D] with gamma and beta [D]";
    }
    const rows = [...x.shape.slice(0, -1), 1];
    return [...float(x.shape), ...float(rows), ...float(rows)];
  },
  channelAffine: (inputs) => {
    const [x, scale, shift] = inputs;
    const channels = [x?.shape[1] ?? 0];
    if (x === undefined || !sameShape(scale?.shape ?? [], channels) || !sameShape(shift?.shape ?? [], channels)) {
      return "expects x [N, C, ...] with scale and shift [C]";
    }
    return float(x.shape);
  },
  softmax: unary,
  logSoftmax: unary,

  oneHot: (inputs, { depth }) => (isIndex(inputs[0]) ? float([...(inputs[0]?.shape ?? []), depth]) : "expects integer indices"),
  cumulativeSum: (inputs, { axis }) =>
    inputs[0] !== undefined && axis >= 0 && axis < inputs[0].shape.length ? float(inputs[0].shape) : `has no axis ${axis}`,
  topK: (inputs, { k, axis }) => {
    const shape = inputs[0]?.shape ?? [];
    if (k < 1 || k > (shape[axis] ?? 0)) return `cannot take ${k} along axis ${axis}`;
    const result = shape.map((side, i) => (i === axis ? k : side));
    return [...float(result), { dtype: "int64", shape: result }];
  },
  gridSample: (inputs) => {
    const [x, grid] = inputs;
    const [n = 0, c = 0] = x?.shape ?? [];
    const [m = -1, h = 0, w = 0, two = 0] = grid?.shape ?? [];
    if (x?.shape.length !== 4 || n !== m || two !== 2) return "expects x [N, C, H, W] and grid [N, H', W', 2]";
    return float([n, c, h, w]);
  },
};
