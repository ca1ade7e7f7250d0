import { add, less, minimum, mul, stopGradient, type Tensor, where } from "../tensor/index.js";

/** A scalar that goes straight from one number to another in the first part of training and stays there. */
export function ramp(
  progress: Tensor,
  { from, to, until }: { readonly from: number; readonly to: number; readonly until: number },
): Tensor {
  const done = minimum(mul(progress, 1 / Math.max(until, 1e-9)), 1);
  return add(mul(done, to - from), from);
}

/** A parameter that gets no gradient in the first part of training. */
export function frozenUntil(parameter: Tensor, progress: Tensor, until: number): Tensor {
  return until === 0 ? parameter : where(less(progress, until), stopGradient(parameter), parameter);
}
