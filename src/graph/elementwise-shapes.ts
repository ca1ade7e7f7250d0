/** Shapes of elementwise operators and reductions. */
import {
  axisOf,
  broadcastShapes,
  float,
  floatOperands,
  type Rule,
  type RuleOf,
  reduceShape,
} from "./shape-rule.js";
import { type DType, sameShape, showShape } from "./types.js";

const isFloat = ({ dtype }: { readonly dtype: DType }) => dtype === "float32";
const unary: Rule = (inputs) => floatOperands(inputs, 1) ?? inputs;

/** Broadcasting of two operands of one type, which `refuses` may turn away. */
const binary =
  (result: (dtype: DType) => DType, refuses: (dtype: DType) => string | undefined): Rule =>
  (inputs) => {
    const [a, b] = inputs;
    if (a === undefined || b === undefined || inputs.length !== 2) return "expects 2 operands";
    if (a.dtype !== b.dtype) return "expects operands of one type (cast first)";
    const shape = broadcastShapes(a.shape, b.shape);
    if (shape === undefined) return "expects shapes that broadcast";
    return refuses(a.dtype) ?? [{ dtype: result(a.dtype), shape }];
  };
const same = (dtype: DType): DType => dtype;
const truth = (): DType => "bool";
const notBool = (dtype: DType) =>
  dtype === "bool" ? "expects numbers, not booleans (cast first)" : undefined;
const arithmetic = binary(same, notBool);
const comparison = binary(truth, notBool);
const logical = binary(same, (dtype) => (dtype === "bool" ? undefined : "expects booleans (compare first)"));

const reduction: Rule<{ readonly axes: readonly number[]; readonly keepDims: boolean }> = (
  inputs,
  { axes, keepDims },
) => {
  const shape = inputs[0]?.shape ?? [];
  const wrong = axes.some((axis) => axisOf(shape, axis) !== undefined) || new Set(axes).size !== axes.length;
  return (
    floatOperands(inputs, 1) ??
    (wrong ? `has no axes ${showShape(axes)}` : float(reduceShape(shape, axes, keepDims)))
  );
};

const alongAxis: Rule<{ readonly axis: number }> = (inputs, { axis }) =>
  floatOperands(inputs, 1) ?? axisOf(inputs[0]?.shape ?? [], axis) ?? inputs;

export const elementwiseShapes = {
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
  positive: unary,
  gelu: unary,
  geluGrad: ((inputs) =>
    floatOperands(inputs, 2) ??
    (sameShape(inputs[0]?.shape ?? [], inputs[1]?.shape ?? [])
      ? inputs.slice(0, 1)
      : "expects operands of one shape")) satisfies Rule,
  softplus: unary,
  floor: unary,
  ceil: unary,
  round: unary,
  not: ((inputs) =>
    inputs.length === 1 && inputs[0]?.dtype === "bool"
      ? inputs
      : "expects 1 operand of booleans") satisfies Rule,
  cast: ((inputs, { to }) =>
    inputs.length === 1
      ? [{ dtype: to, shape: inputs[0]?.shape ?? [] }]
      : "expects 1 operand") satisfies RuleOf<"cast">,
  stopGradient: ((inputs) => (inputs.length === 1 ? inputs : "expects 1 operand")) satisfies Rule,
  waitsFor: (([x, ...earlier]) =>
    x !== undefined && x.dtype !== "bool" && earlier.length > 0 && earlier.every(isFloat)
      ? [x]
      : "expects numbers and float32 tensors that they wait for") satisfies Rule,
  withGradients: ((inputs) => {
    const [value, ...told] = inputs;
    const fits = told.every(({ shape }, i) => i % 2 === 0 || sameShape(shape, told[i - 1]?.shape ?? []));
    if (value === undefined || told.length === 0 || told.length % 2 === 1 || !fits || value.shape.length > 0)
      return "expects a scalar, and tensors each with a gradient of its shape";
    return inputs.every(isFloat) ? [value] : "expects float32 (cast first)";
  }) satisfies Rule,

  add: arithmetic,
  sub: arithmetic,
  mul: arithmetic,
  div: arithmetic,
  pow: binary(
    same,
    (dtype) =>
      notBool(dtype) ?? (dtype === "uint8" ? "expects float32, int32 or int64 (cast first)" : undefined),
  ),
  maximum: arithmetic,
  minimum: arithmetic,
  equal: binary(truth, () => undefined),
  less: comparison,
  lessEqual: comparison,
  and: logical,
  or: logical,
  where: ((inputs) => {
    const [condition, a, b] = inputs;
    if (condition === undefined || a === undefined || b === undefined)
      return "expects a condition and 2 operands";
    if (condition.dtype !== "bool" || a.dtype !== b.dtype)
      return "expects a bool condition and operands of one type";
    if (a.dtype === "bool") return "expects numbers to choose from (use and, or)";
    const shape = broadcastShapes(condition.shape, a.shape, b.shape);
    return shape === undefined ? "expects shapes that broadcast" : [{ dtype: a.dtype, shape }];
  }) satisfies Rule,

  sum: reduction,
  mean: reduction,
  max: reduction,
  min: reduction,
  sumSquares: reduction,
  argMax: ((inputs, { axis }) => {
    const shape = inputs[0]?.shape ?? [];
    return (
      floatOperands(inputs, 1) ??
      axisOf(shape, axis) ?? [{ dtype: "int64", shape: reduceShape(shape, [axis], false) }]
    );
  }) satisfies RuleOf<"argMax">,
  softmax: alongAxis,
  logSoftmax: alongAxis,
  cumulativeSum: alongAxis,
};
