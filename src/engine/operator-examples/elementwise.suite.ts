import { apply, type Shape } from "../../graph/index.js";
import {
  positive as aboveZero,
  abs,
  add,
  and,
  cast,
  ceil,
  clip,
  cos,
  div,
  elu,
  equal,
  erf,
  exp,
  floor,
  gelu,
  geluTanh,
  hardSwish,
  leakyRelu,
  less,
  lessEqual,
  log,
  logicalNot,
  logSigmoid,
  maximum,
  minimum,
  mul,
  neg,
  notEqual,
  or,
  pow,
  reciprocal,
  relu,
  round,
  sigmoid,
  sign,
  silu,
  sin,
  softplus,
  sqrt,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tanh,
  waitsFor,
  where,
  withGradients,
} from "../../tensor/index.js";
import {
  booleans,
  distinct,
  type Example,
  type ExampleOperand,
  example,
  fixed,
  floats,
  integers,
} from "./example.suite.js";

/** Shapes of two operands: equal, and every way of broadcasting one, the other or both. */
const pairs: readonly (readonly [Shape, Shape])[] = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3, 4], [4]],
  [[3], [2, 1]],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [[], [2, 3]],
  [
    [1, 2],
    [1, 1],
  ],
];

const unary = (f: (x: Tensor) => Tensor, ...operands: readonly ExampleOperand[]): Example[] =>
  operands.map((x) => example([x], f));
const binary = (
  f: (a: Tensor, b: Tensor) => Tensor,
  operand: (shape: Shape) => ExampleOperand,
  other = operand,
): Example[] => pairs.map(([a, b]) => example([operand(a), other(b)], f));
const integer = (f: (a: Tensor, b: Tensor) => Tensor): Example[] => [
  example([integers([3, 4], 5), integers([4], 5)], f),
  example([integers([3], 5, "int64"), integers([2, 1], 5, "int64")], f),
];

const smooth = () => floats([3, 4]);
const positive = (shape: Shape = [3, 4]) => floats(shape, 0.3, 3);
const away = (shape: Shape = [3, 4]) => distinct(shape, 0.37);
/** Away from the values of `away`, too. */
const apart = (shape: Shape) => distinct(shape, 0.43);
/** Away from whole and half numbers. */
const fractions = () => {
  const operand = distinct([3, 4], 1);
  return { ...operand, data: operand.data.map((x) => Math.fround(Math.floor(x) + 0.3)) };
};
const halves = fixed([8], [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3, 0]);
const wide = fixed([9], [-80, -20, -6, -1, 0, 1, 6, 20, 80]);
const ties = fixed([6], [1, 2, 3, 3, 2, 1]);

export const elementwiseExamples = {
  neg: unary(neg, smooth(), floats([])),
  abs: unary(abs, away()),
  sign: unary(sign, away(), fixed([3], [-1, 0, 2])),
  exp: [...unary(exp, smooth()), ...unary(elu, away(), wide)],
  log: unary(log, positive()),
  sqrt: unary(sqrt, positive()),
  reciprocal: unary(reciprocal, positive()),
  sin: unary(sin, smooth()),
  cos: unary(cos, smooth()),
  tanh: [
    ...unary(tanh, smooth(), wide),
    ...unary(geluTanh, smooth(), wide),
    ...unary(hardSwish, away(), wide),
  ],
  sigmoid: [
    ...unary(sigmoid, smooth(), wide),
    ...unary(silu, smooth()),
    ...unary(logSigmoid, smooth(), wide),
  ],
  erf: unary(erf, smooth(), wide),
  relu: unary(relu, away(), fixed([3], [-1, 0, 2])),
  positive: unary(aboveZero, away(), fixed([3], [-1, 0, 2])),
  gelu: unary(gelu, smooth(), floats([40], -5, 5), wide),
  geluGrad: [
    example([floats([3, 4]), floats([3, 4])], (x, g) => apply("geluGrad", [x, g], {})),
    example([floats([], -4, 4), floats([])], (x, g) => apply("geluGrad", [x, g], {})),
  ],
  softplus: unary(softplus, smooth(), wide),
  floor: unary(floor, fractions(), halves),
  ceil: unary(ceil, fractions(), halves),
  round: unary(round, fractions(), halves),
  not: [example([booleans([2, 5])], logicalNot), example([ties], (x) => notEqual(x, 2))],
  cast: [
    ...(["int32", "int64", "uint8", "bool"] as const).map((to) =>
      example([fixed([4], [0, 1.7, 2.2, 200])], (x) => cast(x, to)),
    ),
    ...(["int32", "int64", "uint8", "bool"] as const).map((from) =>
      example([integers([7], 2, from)], (x) => cast(x, "float32")),
    ),
    example([fixed([4], [-1.7, -0.2, 0.2, 1.7])], (x) => cast(x, "int32")),
    // No gradient comes through integers, and it does around them.
    example([fractions()], (x) => mul(cast(cast(x, "int32"), "float32"), 3)),
    example([booleans([2, 3])], (x) => cast(x, "int32")),
  ],
  stopGradient: [example([{ ...smooth(), differentiable: false }], (x) => mul(stopGradient(x), x))],
  waitsFor: [
    example([smooth(), floats([2, 2]), floats([])], (x, a, b) => waitsFor(x, [exp(a), b])),
    example([floats([]), floats([3])], (x, a) => mul(waitsFor(x, [a]), x)),
    example([integers([2, 3], 9), fixed([2], [Number.NaN, 1])], (x, a) => waitsFor(x, [a])),
  ],
  withGradients: [
    example([smooth()], (x) => withGradients(sum(mul(x, mul(x, x))), [[x, mul(mul(x, x), 3)]])),
    example([smooth(), floats([3, 4])], (x, y) =>
      mul(
        withGradients(sum(mul(x, exp(y))), [
          [x, exp(y)],
          [y, mul(x, exp(y))],
        ]),
        -2,
      ),
    ),
  ],

  add: [...binary(add, floats), ...integer(add)],
  sub: [...binary(sub, floats), ...integer(sub), example([smooth()], (x) => sub(1, x))],
  mul: [...binary(mul, floats), ...integer(mul), example([smooth()], (x) => mul(x, x))],
  div: [
    ...binary(div, positive),
    example([integers([6], 50), { ...integers([6], 5), data: [1, 2, 3, 4, 5, 6] }], div),
  ],
  pow: [
    ...binary(pow, positive),
    example([smooth()], (x) => pow(x, 2)),
    example([away()], (x) => pow(x, 3)),
    example([fixed([3], [-2, 0, 2])], (x) => pow(x, 2)),
  ],
  maximum: [
    ...binary(maximum, away, apart),
    ...integer(maximum),
    ...unary(leakyRelu, away()),
    example([ties], (x) => maximum(x, 2)),
  ],
  minimum: [
    ...binary(minimum, away, apart),
    ...integer(minimum),
    example([away()], (x) => clip(x, -1, 1)),
    example([ties], (x) => minimum(x, 2)),
  ],
  equal: [
    example([ties], (x) => equal(x, 2)),
    ...integer(equal),
    example([booleans([6]), booleans([6])], equal),
  ],
  less: [...binary(less, away, apart), ...integer(less), example([ties], (x) => less(x, 2))],
  lessEqual: [
    ...binary(lessEqual, away, apart),
    ...integer(lessEqual),
    example([ties], (x) => lessEqual(x, 2)),
  ],
  and: [example([booleans([2, 6]), booleans([6])], and)],
  or: [example([booleans([2, 6]), booleans([2, 1])], or)],
  where: [
    example([booleans([2, 3]), floats([2, 3]), floats([2, 3])], where),
    example([booleans([2, 1]), floats([3]), floats([])], where),
    example([booleans([3]), floats([2, 1]), floats([4, 1, 1])], where),
    example([booleans([5]), integers([5], 9), integers([], 9)], where),
    example([booleans([5]), integers([5], 9, "int64"), integers([5], 9, "int64")], where),
  ],
};
