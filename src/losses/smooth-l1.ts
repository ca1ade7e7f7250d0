import { abs, minimum, mul, sub, type Tensor } from "../tensor/index.js";

/**
 * Smooth L1, element by element: with d = |a - b|, d² / 2 up to d = 1, d - 1/2 beyond, so that one wild element pulls no
 * harder than a slope of 1 (Girshick, 2015, eq. 3; https://arxiv.org/abs/1504.08083; the Huber loss with δ = 1).
 * @param a `[...]`; @param b of a shape that broadcasts with a's
 * @returns the errors; take their mean
 */
export function smoothL1(a: Tensor, b: Tensor): Tensor {
  const d = abs(sub(a, b));
  const near = minimum(d, 1);
  return mul(near, sub(d, mul(near, 0.5)));
}
