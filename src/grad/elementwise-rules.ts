import { apply } from "../graph/index.js";
import type { Tensor } from "../tensor/index.js";
import {
  add,
  cos,
  div,
  exp,
  greater,
  lessEqual,
  log,
  mul,
  neg,
  positive,
  pow,
  sigmoid,
  sign,
  sin,
  square,
  sub,
  where,
} from "../tensor/index.js";
import { none, rule } from "./rule.js";
import { unbroadcast } from "./unbroadcast.js";

/** d gelu(x) / dx = Φ(x) + x φ(x), written out for second derivatives. */
function geluSlope(x: Tensor): Tensor {
  const phi = mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  const cumulative = mul(add(apply("erf", [mul(x, Math.SQRT1_2)], {}), 1), 0.5);
  return add(cumulative, mul(x, phi));
}

/** Where the greater operand came from: ties give the gradient to the first. */
const choose = (pick: (a: Tensor, b: Tensor) => Tensor) =>
  rule((g, [a, b]) => {
    const first = pick(a, b);
    return [unbroadcast(where(first, g, 0), a.shape), unbroadcast(where(first, 0, g), b.shape)];
  });

export const elementwiseRules = {
  neg: rule((g) => [neg(g)]),
  abs: rule((g, [x]) => [mul(g, sign(x))]),
  sign: none,
  exp: rule((g, _, node) => [mul(g, node.outputs[0] as Tensor)]),
  log: rule((g, [x]) => [div(g, x)]),
  sqrt: rule((g, _, node) => [div(mul(g, 0.5), node.outputs[0] as Tensor)]),
  reciprocal: rule((g, _, node) => [neg(mul(g, square(node.outputs[0] as Tensor)))]),
  sin: rule((g, [x]) => [mul(g, cos(x))]),
  cos: rule((g, [x]) => [neg(mul(g, sin(x)))]),
  tanh: rule((g, _, node) => [mul(g, sub(1, square(node.outputs[0] as Tensor)))]),
  sigmoid: rule((g, _, node) => {
    const y = node.outputs[0] as Tensor;
    return [mul(g, mul(y, sub(1, y)))];
  }),
  erf: rule((g, [x]) => [mul(g, mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI)))]),
  relu: rule((g, _, node) => [mul(g, positive(node.outputs[0] as Tensor))]),
  positive: none,
  gelu: rule((g, [x]) => [apply("geluGrad", [x, g], {})]),
  geluGrad: rule((g, [x, h]) => {
    const phi = mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return [mul(mul(g, h), mul(phi, sub(2, square(x)))), mul(g, geluSlope(x))];
  }),
  softplus: rule((g, [x]) => [mul(g, sigmoid(x))]),
  floor: none,
  ceil: none,
  round: none,
  not: none,
  cast: rule((g, [x]) => [x.dtype === "float32" ? g : undefined]),
  stopGradient: none,
  waitsFor: rule((g) => [g]),
  withGradients: rule((g, _, { inputs }) =>
    inputs.map((_input, i) => (i > 0 && i % 2 === 1 ? mul(inputs[i + 1] as Tensor, g) : undefined)),
  ),

  add: rule((g, [a, b]) => [unbroadcast(g, a.shape), unbroadcast(g, b.shape)]),
  sub: rule((g, [a, b]) => [unbroadcast(g, a.shape), unbroadcast(neg(g), b.shape)]),
  mul: rule((g, [a, b]) => [unbroadcast(mul(g, b), a.shape), unbroadcast(mul(g, a), b.shape)]),
  div: rule((g, [a, b], node) => {
    const da = div(g, b);
    return [unbroadcast(da, a.shape), unbroadcast(neg(mul(da, node.outputs[0] as Tensor)), b.shape)];
  }),
  pow: rule((g, [a, b], node) => [
    unbroadcast(mul(g, mul(b, pow(a, sub(b, 1)))), a.shape),
    unbroadcast(mul(g, mul(node.outputs[0] as Tensor, log(where(greater(a, 0), a, 1)))), b.shape),
  ]),
  maximum: choose((a, b) => lessEqual(b, a)),
  minimum: choose((a, b) => lessEqual(a, b)),
  equal: none,
  less: none,
  lessEqual: none,
  and: none,
  or: none,
  where: rule((g, [condition, a, b]) => [
    undefined,
    unbroadcast(where(condition, g, 0), a.shape),
    unbroadcast(where(condition, 0, g), b.shape),
  ]),
};
