import { mul, sub } from "./elementwise.js";
import { matmul } from "./linear.js";
import { mean } from "./reduce.js";
import type { Tensor } from "./tensor.js";

/**
 * Covariance of the columns of x, over its rows, with 1 / (n - 1).
 * @param x `[..., n, d]`
 * @returns the rows less their mean, `[..., n, d]`, and their covariance, `[..., d, d]`
 */
export function covariance(x: Tensor): { centred: Tensor; covariance: Tensor } {
  const n = x.shape.at(-2) ?? 0;
  const centred = sub(x, mean(x, -2, { keepDims: true }));
  return { centred, covariance: mul(matmul(centred, centred, { transposeA: true }), 1 / (n - 1)) };
}
