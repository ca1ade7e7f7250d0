import { apply, type DType } from "../graph/index.js";
import { type Operand, operand, scalar, type Tensor } from "./tensor.js";

type UnaryName =
  | "neg"
  | "abs"
  | "sign"
  | "exp"
  | "log"
  | "sqrt"
  | "reciprocal"
  | "sin"
  | "cos"
  | "tanh"
  | "sigmoid"
  | "erf"
  | "relu"
  | "positive"
  | "gelu"
  | "softplus"
  | "floor"
  | "ceil"
  | "round"
  | "not"
  | "stopGradient";
type BinaryName =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "pow"
  | "maximum"
  | "minimum"
  | "equal"
  | "less"
  | "lessEqual"
  | "and"
  | "or";

const unary =
  (op: UnaryName) =>
  (x: Tensor): Tensor =>
    apply(op, [x], {});
const binary =
  (op: BinaryName) =>
  (a: Operand, b: Operand): Tensor =>
    apply(op, [operand(a, b), operand(b, a)], {});

export const neg = unary("neg");
export const abs = unary("abs");
/** -1, 0 or 1. Its gradient is zero. */
export const sign = unary("sign");
export const exp = unary("exp");
/** Natural logarithm. */
export const log = unary("log");
export const sqrt = unary("sqrt");
export const reciprocal = unary("reciprocal");
export const sin = unary("sin");
export const cos = unary("cos");
export const tanh = unary("tanh");
export const sigmoid = unary("sigmoid");
export const erf = unary("erf");
export const relu = unary("relu");
/** 1 where `x > 0`, else 0. Its gradient is zero. */
export const positive = unary("positive");
/** Exact GELU, `x Φ(x)` with the error function (Hendrycks & Gimpel, 2016). */
export const gelu = unary("gelu");
/** `log(1 + exp(x))`. */
export const softplus = unary("softplus");
export const floor = unary("floor");
export const ceil = unary("ceil");
/** Round half to even. */
export const round = unary("round");
export const logicalNot = unary("not");
/** The value itself; no gradient flows through it. */
export const stopGradient = unary("stopGradient");

/**
 * `x`, which is not used before other tensors were computed: for work in parts that would all be held at once otherwise,
 * since a runtime orders by need alone. It costs a copy of x.
 */
export function waitsFor(x: Tensor, earlier: readonly Tensor[]): Tensor {
  return earlier.length === 0 ? x : apply("waitsFor", [x, ...earlier], {});
}

/**
 * A scalar whose gradients were computed on the way: `gradient` takes them as they are instead of going through what
 * the value was made of. They must be its true gradients, as functions of the same tensors; then they can be
 * differentiated again. What nobody asks for is not computed.
 * @param slopes pairs of a tensor and the value's gradient in it, of its shape.
 */
export function withGradients(value: Tensor, slopes: readonly (readonly [Tensor, Tensor])[]): Tensor {
  return apply("withGradients", [value, ...slopes.flat()], {});
}

// Broadcasting as in NumPy; a number takes the other operand's type.
export const add = binary("add");
export const sub = binary("sub");
export const mul = binary("mul");
export const div = binary("div");
/** `a ** b`. The gradient in `b` needs a positive `a`. */
export const pow = binary("pow");
export const maximum = binary("maximum");
export const minimum = binary("minimum");
export const equal = binary("equal");
export const less = binary("less");
export const lessEqual = binary("lessEqual");
export const greater = (a: Operand, b: Operand): Tensor => less(b, a);
export const greaterEqual = (a: Operand, b: Operand): Tensor => lessEqual(b, a);
export const notEqual = (a: Operand, b: Operand): Tensor => logicalNot(equal(a, b));
export const and = binary("and");
export const or = binary("or");

export const square = (x: Tensor): Tensor => mul(x, x);
/** Limits values to `[low, high]`; no gradient outside. */
export const clip = (x: Tensor, low: number, high: number): Tensor => minimum(maximum(x, low), high);
/** `x` where positive, `slope * x` elsewhere. */
export const leakyRelu = (x: Tensor, slope = 0.2): Tensor => maximum(x, mul(x, slope));
/** `x sigmoid(x)`. */
export const silu = (x: Tensor): Tensor => mul(x, sigmoid(x));

/** `x` where positive, `scale (exp(x) - 1)` elsewhere (Clevert et al., 2016). */
export const elu = (x: Tensor, scale = 1): Tensor =>
  where(less(x, 0), mul(sub(exp(minimum(x, 0)), 1), scale), x);
/** GELU's approximation by tanh (Hendrycks & Gimpel, 2016), for weights that were trained with it. */
export const geluTanh = (x: Tensor): Tensor => {
  const inner = mul(add(x, mul(mul(x, square(x)), 0.044715)), Math.sqrt(2 / Math.PI));
  return mul(mul(x, 0.5), add(tanh(inner), 1));
};
/** `x min(max(x + 3, 0), 6) / 6` (Howard et al., 2019). */
export const hardSwish = (x: Tensor): Tensor => mul(x, mul(clip(add(x, 3), 0, 6), 1 / 6));
/** `log sigmoid(x)`, without overflow. */
export const logSigmoid = (x: Tensor): Tensor => neg(softplus(neg(x)));

/** `a` where the condition holds, `b` elsewhere. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  return apply("where", [condition, operand(a, b), operand(b, a)], {});
}

/** Converts the element type. No gradient passes from integers or booleans. */
export function cast(x: Tensor, to: DType): Tensor {
  return x.dtype === to ? x : apply("cast", [x], { to });
}

/** The sum of several tensors of one shape. */
export function addAll(tensors: readonly Tensor[]): Tensor {
  const [first, ...rest] = tensors;
  return rest.reduce((total, tensor) => add(total, tensor), first ?? scalar(0));
}
