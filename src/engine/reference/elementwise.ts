import type { DType } from "../../graph/index.js";
import { errorFunction } from "./error-function.js";
import { fill, flatten, type Kernel, type KernelOn } from "./kernel.js";

const one =
  (f: (x: number) => number): KernelOn<unknown> =>
  ([x]) => [x.data.map(f)];

const two =
  (f: (a: number, b: number, dtype: DType) => number): KernelOn<unknown> =>
  ([a, b], _, [output]) => [
    fill(output.shape, (position) =>
      f(a.data[flatten(position, a.shape)]!, b.data[flatten(position, b.shape)]!, a.dtype),
    ),
  ];

const gaussian = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
const gaussianBelow = (x: number) => 0.5 * (1 + errorFunction(x * Math.SQRT1_2));

function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

function convert(x: number, to: DType): number {
  if (to === "bool") return x === 0 ? 0 : 1;
  if (to === "float32") return x;
  return to === "uint8" ? Math.trunc(x) & 255 : Math.trunc(x);
}

const cast: Kernel<"cast"> = ([x], { to }) => [x.data.map((value) => convert(value, to))];

export const elementwiseKernels = {
  neg: one((x) => -x),
  abs: one(Math.abs),
  sign: one(Math.sign),
  exp: one(Math.exp),
  log: one(Math.log),
  sqrt: one(Math.sqrt),
  reciprocal: one((x) => 1 / x),
  sin: one(Math.sin),
  cos: one(Math.cos),
  tanh: one(Math.tanh),
  sigmoid: one((x) => 1 / (1 + Math.exp(-x))),
  erf: one(errorFunction),
  relu: one((x) => Math.max(x, 0)),
  positive: one((x) => (x > 0 ? 1 : 0)),
  gelu: one((x) => x * gaussianBelow(x)),
  geluGrad: two((x, g) => g * (gaussianBelow(x) + x * gaussian(x))),
  softplus: one((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  floor: one(Math.floor),
  ceil: one(Math.ceil),
  round: one(roundHalfEven),
  not: one((x) => (x === 0 ? 1 : 0)),
  cast,
  stopGradient: one((x) => x),
  waitsFor: one((x) => x),
  withGradients: one((x) => x),

  add: two((a, b) => a + b),
  sub: two((a, b) => a - b),
  mul: two((a, b) => a * b),
  div: two((a, b, dtype) => (dtype === "float32" ? a / b : Math.trunc(a / b))),
  pow: two((a, b) => a ** b),
  maximum: two((a, b) => Math.max(a, b)),
  minimum: two((a, b) => Math.min(a, b)),
  equal: two((a, b) => (a === b ? 1 : 0)),
  less: two((a, b) => (a < b ? 1 : 0)),
  lessEqual: two((a, b) => (a <= b ? 1 : 0)),
  and: two((a, b) => (a !== 0 && b !== 0 ? 1 : 0)),
  or: two((a, b) => (a !== 0 || b !== 0 ? 1 : 0)),
  where: (([condition, a, b], _, [output]) => [
    fill(output.shape, (position) => {
      const chosen = condition.data[flatten(position, condition.shape)] === 0 ? b : a;
      return chosen.data[flatten(position, chosen.shape)]!;
    }),
  ]) satisfies Kernel<"where">,
};
