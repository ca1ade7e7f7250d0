/** Shapes of products, convolutions, windows, normalisations and sampling. */
import type { Convolution, Window } from "./operators.js";
import { float, floatOperands, type Rule, type RuleOf } from "./shape-rule.js";
import { type Shape, sameShape, showShape } from "./types.js";

function windowSize(
  size: number,
  kernel: number,
  stride: number,
  before: number,
  after: number,
  dilation = 1,
): number {
  return Math.floor((size + before + after - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** Shape of a convolution of x with w, or what it expects. */
function convShape(x: Shape, w: Shape, { stride, padding, dilation, groups }: Convolution): Shape | string {
  const [n = 0, c = 0, h = 0, width = 0] = x;
  const [out = 0, perGroup = 0, kh = 0, kw = 0] = w;
  if (x.length !== 4 || w.length !== 4) return "expects x [N, C, H, W] and w [O, C/groups, kh, kw]";
  if (c !== perGroup * groups)
    return `expects ${perGroup * groups} input channels for its kernel (groups ${groups})`;
  if (out % groups !== 0) return `expects output channels that ${groups} groups divide`;
  const oh = windowSize(h, kh, stride[0], padding[0], padding[2], dilation[0]);
  const ow = windowSize(width, kw, stride[1], padding[1], padding[3], dilation[1]);
  return oh < 1 || ow < 1 ? "expects an input at least as large as its kernel" : [n, out, oh, ow];
}

function poolShape(x: Shape, { kernel, stride, padding }: Window): Shape | string {
  const [n = 0, c = 0, h = 0, w = 0] = x;
  if (x.length !== 4) return "expects x [N, C, H, W]";
  // A window must touch the picture, or a maximum would be of nothing.
  if (padding.some((side, i) => side >= (kernel[i % 2] ?? 0)))
    return "expects padding smaller than its window";
  const oh = windowSize(h, kernel[0], stride[0], padding[0], padding[2]);
  const ow = windowSize(w, kernel[1], stride[1], padding[1], padding[3]);
  return oh < 1 || ow < 1 ? "expects an input at least as large as its window" : [n, c, oh, ow];
}

const matmul: RuleOf<"matmul"> = (inputs, { transposeA, transposeB }) => {
  const [a, b] = [inputs[0]?.shape ?? [], inputs[1]?.shape ?? []];
  const fits = a.length >= 2 && a.length === b.length && sameShape(a.slice(0, -2), b.slice(0, -2));
  const [m = 0, k = 0] = transposeA ? a.slice(-2).reverse() : a.slice(-2);
  const [k2 = 0, n = 0] = transposeB ? b.slice(-2).reverse() : b.slice(-2);
  const wrong = floatOperands(inputs, 2) ?? (fits ? undefined : "expects matrices with the same batch axes");
  return (
    wrong ??
    (k === k2 ? float([...a.slice(0, -2), m, n]) : `expects inner sizes that agree (${k} against ${k2})`)
  );
};

/** `float` of a shape, or the sentence. */
const shaped = (shape: Shape | string) => (typeof shape === "string" ? shape : float(shape));

/** The gradient operand must have the forward pass's shape. */
function adjoint(forward: Shape | string, gradient: Shape | undefined, result: Shape) {
  if (typeof forward === "string") return forward;
  return sameShape(forward, gradient ?? []) ? float(result) : `expects a gradient ${showShape(forward)}`;
}

const conv: RuleOf<"conv"> = (inputs, attributes) =>
  floatOperands(inputs, 2) ?? shaped(convShape(inputs[0]?.shape ?? [], inputs[1]?.shape ?? [], attributes));

const convInput: RuleOf<"convInput"> = (inputs, attributes) =>
  floatOperands(inputs, 2) ??
  adjoint(
    convShape(attributes.inputShape, inputs[1]?.shape ?? [], attributes),
    inputs[0]?.shape,
    attributes.inputShape,
  );

const convKernel: RuleOf<"convKernel"> = (inputs, attributes) =>
  floatOperands(inputs, 2) ??
  adjoint(
    convShape(inputs[0]?.shape ?? [], attributes.kernelShape, attributes),
    inputs[1]?.shape,
    attributes.kernelShape,
  );

const maxPool: RuleOf<"maxPool"> = (inputs, window) => {
  const shape = poolShape(inputs[0]?.shape ?? [], window);
  return (
    floatOperands(inputs, 1) ??
    (typeof shape === "string" ? shape : [...float(shape), { dtype: "int64", shape }])
  );
};

const maxPoolGrad: RuleOf<"maxPoolGrad"> = (inputs, { inputShape, ...window }) => {
  const [positions, g] = inputs;
  if (positions?.dtype !== "int64" || g?.dtype !== "float32")
    return "expects int64 positions and a float32 gradient";
  const wrong = sameShape(positions.shape, g.shape)
    ? undefined
    : "expects positions and gradient of one shape";
  return wrong ?? adjoint(poolShape(inputShape, window), g.shape, inputShape);
};

const averagePool: RuleOf<"averagePool"> = (inputs, window) =>
  floatOperands(inputs, 1) ?? shaped(poolShape(inputs[0]?.shape ?? [], window));

const averagePoolGrad: RuleOf<"averagePoolGrad"> = (inputs, { inputShape, ...window }) =>
  floatOperands(inputs, 1) ?? adjoint(poolShape(inputShape, window), inputs[0]?.shape, inputShape);

/** x with a scale and a shift for each entry of one axis. */
function affine(inputs: Parameters<Rule>[0], axis: number, expectation: string): string | undefined {
  const [x, scale, shift] = inputs.map(({ shape }) => shape);
  const sides = [x?.at(axis) ?? 0];
  const fits = sameShape(scale ?? [], sides) && sameShape(shift ?? [], sides);
  return floatOperands(inputs, 3) ?? (fits ? undefined : expectation);
}

const batchNorm: Rule = (inputs) => {
  const x = inputs[0]?.shape ?? [];
  const channels = [x[1] ?? 0];
  return (
    affine(inputs, 1, "expects x [N, C, ...] with gamma and beta [C]") ?? [
      ...float(x),
      ...float(channels),
      ...float(channels),
    ]
  );
};

const layerNorm: Rule = (inputs) => {
  const x = inputs[0]?.shape ?? [];
  const rows = [...x.slice(0, -1), 1];
  return (
    affine(inputs, -1, "expects x [..., D] with gamma and beta [D]") ?? [
      ...float(x),
      ...float(rows),
      ...float(rows),
    ]
  );
};

const channelAffine: Rule = (inputs) =>
  affine(inputs, 1, "expects x [N, C, ...] with scale and shift [C]") ?? float(inputs[0]?.shape ?? []);

const gridSample: Rule = (inputs) => {
  const [x = [], grid = []] = inputs.map(({ shape }) => shape);
  const [n = 0, c = 0] = x;
  const [m = -1, h = 0, w = 0, two = 0] = grid;
  const fits = x.length === 4 && grid.length === 4 && n === m && two === 2;
  return (
    floatOperands(inputs, 2) ??
    (fits ? float([n, c, h, w]) : "expects x [N, C, H, W] and grid [N, H', W', 2]")
  );
};

export const layerShapes = {
  matmul,
  conv,
  convInput,
  convKernel,
  maxPool,
  maxPoolGrad,
  averagePool,
  averagePoolGrad,
  batchNorm,
  layerNorm,
  channelAffine,
  gridSample,
};
