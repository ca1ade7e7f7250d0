import { add, mul, neg, reciprocal, type Tensor } from "../tensor/index.js";

/** A number for the whole batch, known while tracing, or one number a sample, `[N]`. */
export type PerSample = number | Tensor;

/** a + b; nothing is traced for zeros. */
export function plus(a: PerSample, b: PerSample): PerSample {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (a === 0) return b;
  if (b === 0) return a;
  return add(a, b);
}

/** a b; nothing is traced for zeros and ones. */
export function times(a: PerSample, b: PerSample): PerSample {
  if (typeof a === "number" && typeof b === "number") return a * b;
  if (a === 0 || b === 0) return 0;
  if (a === 1) return b;
  if (b === 1) return a;
  return mul(a, b);
}

/** a / b. */
export function over(a: PerSample, b: PerSample): PerSample {
  if (typeof b === "number") return typeof a === "number" ? a / b : times(a, 1 / b);
  return times(a, reciprocal(b));
}

/** -a. */
export function minus(a: PerSample): PerSample {
  return typeof a === "number" ? 0 - a : neg(a);
}

/** A uniform draw of [0, 1) moved to [low, high); a number where the two are one. */
export function between(draw: Tensor, low: number, high: number): PerSample {
  return low === high ? low : plus(mul(draw, high - low), low);
}
