import { sizeOf } from "../graph/index.js";
import type { Lowering, LoweringRule } from "./lowering.js";
import { MICROSOFT } from "./lowering.js";
import { dataTypeNumber } from "./model-builder.js";

type AnyRule = (lowering: Lowering, inputs: readonly [string, string, string]) => string;

const one =
  (op: string): AnyRule =>
  ({ model }, [x]) =>
    model.node(op, [x]);
const two =
  (op: string): AnyRule =>
  ({ model }, [a, b]) =>
    model.node(op, [a, b]);

/** A step as the steepest hard sigmoid: one pass, where a comparison and a choice take three slower ones. */
const positive: AnyRule = ({ model }, [x]) =>
  model.node("HardSigmoid", [x], { alpha: { float: 3e38 }, beta: { float: 0 } });

/** x Φ(x) in standard operators where the fused one is not allowed. */
const gelu: AnyRule = ({ model, contrib }, [x]) =>
  contrib ? model.node("Gelu", [x], {}, { domain: MICROSOFT }) : model.node("Gelu", [x]);

/**
 * g (Φ(x) + x φ(x)), with s = x/√2: Φ = (1 + erf s) / 2 as a hard sigmoid of erf s, which never clips, and
 * x φ = s exp(-s²) / √π. Nine passes over memory instead of eleven.
 */
const geluGrad: AnyRule = ({ model }, [x, g]) => {
  const scaled = model.node("Mul", [x, model.floats([Math.SQRT1_2])]);
  const cumulative = model.node("HardSigmoid", [model.node("Erf", [scaled])], {
    alpha: { float: 0.5 },
    beta: { float: 0.5 },
  });
  const gauss = model.node("Exp", [model.node("Neg", [model.node("Mul", [scaled, scaled])])]);
  const xPhi = model.node("Mul", [
    model.node("Mul", [scaled, gauss]),
    model.floats([1 / Math.sqrt(Math.PI)]),
  ]);
  return model.node("Mul", [g, model.node("Add", [cumulative, xPhi])]);
};

const cast: LoweringRule<"cast"> = ({ model }, [x], { attributes: { to } }) =>
  model.node("Cast", [x], { to: dataTypeNumber(to) });

/**
 * A choice between x and x by one number of each that it waits for, which no optimiser sees through: NaN or not, the
 * result is x.
 */
const waitsFor: LoweringRule<"waitsFor"> = ({ model }, [x, ...earlier], { inputs }) =>
  earlier.reduce<string>((waiting, name, i) => {
    const flat = model.node("Reshape", [name, model.int64s([sizeOf(inputs[i + 1]?.shape ?? [])])]);
    const first = model.initializer("int64", [], BigInt64Array.of(0n));
    const one = model.node("Gather", [flat, first], { axis: 0 });
    return model.node("Where", [model.node("Equal", [one, one]), waiting, waiting]);
  }, x);

export const elementwiseLowerings = {
  neg: one("Neg"),
  abs: one("Abs"),
  sign: one("Sign"),
  exp: one("Exp"),
  log: one("Log"),
  sqrt: one("Sqrt"),
  reciprocal: one("Reciprocal"),
  sin: one("Sin"),
  cos: one("Cos"),
  tanh: one("Tanh"),
  sigmoid: one("Sigmoid"),
  erf: one("Erf"),
  relu: one("Relu"),
  positive,
  gelu,
  geluGrad,
  softplus: one("Softplus"),
  floor: one("Floor"),
  ceil: one("Ceil"),
  round: one("Round"),
  not: one("Not"),
  cast,
  stopGradient: one("Identity"),
  waitsFor,
  withGradients: one("Identity"),
  add: two("Add"),
  sub: two("Sub"),
  mul: two("Mul"),
  div: two("Div"),
  pow: two("Pow"),
  maximum: two("Max"),
  minimum: two("Min"),
  equal: two("Equal"),
  less: two("Less"),
  lessEqual: two("LessOrEqual"),
  and: two("And"),
  or: two("Or"),
  where: (({ model }, [condition, a, b]) => model.node("Where", [condition, a, b])) satisfies AnyRule,
};
