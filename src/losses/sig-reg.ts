import {
  add,
  constant,
  cos,
  mean,
  mul,
  reshape,
  sin,
  square,
  sub,
  sum,
  type Tensor,
} from "../tensor/index.js";
import { slices } from "./slices.js";

export interface SigRegOptions {
  /** Points of the integral over frequencies, from 0 on. */
  readonly knots?: number;
  /** The last of them. */
  readonly largestFrequency?: number;
}

/**
 * SIGReg (Balestriero & LeCun, 2025; https://arxiv.org/abs/2511.08544), sketched isotropic Gaussian regularisation:
 * how far the rows are from a standard normal distribution, by the Epps-Pulley test on one-dimensional slices.
 *
 * With x_i the rows along a slice, N ∫ |mean_i exp(i t x_i) - exp(-t²/2)|² exp(-t²/2) dt over -T..T, by the trapezoid
 * rule on half of it, doubled; the mean over slices and views. Each view's batch is a sample of its own.
 * Convention of the authors' code: 17 knots up to T = 3, and the factor N.
 * @param z `[..., N, D]`
 * @param directions `[D, S]`, one slice a column, of any length; fresh ones each step.
 * @returns a scalar, 0 at best (about 1 for N true normal draws).
 */
export function sigReg(
  z: Tensor,
  directions: Tensor,
  { knots = 17, largestFrequency = 3 }: SigRegOptions = {},
): Tensor {
  const n = z.shape.at(-2) ?? 1;
  const step = largestFrequency / (knots - 1);
  // At t = 0 both characteristic functions are 1: that knot never counts.
  const t = Array.from({ length: knots - 1 }, (_, k) => (k + 1) * step);
  const normal = t.map((x) => Math.exp((-x * x) / 2));
  const weights = normal.map((window, k) => (k === knots - 2 ? 1 : 2) * step * window);

  const x = slices(z, directions); // [..., S, N]
  const angles = mul(reshape(x, [...x.shape.slice(0, -1), 1, n]), constant(t, [knots - 1, 1])); // [..., S, K, N]: the mean runs over what lies together
  const real = sub(mean(cos(angles), -1), constant(normal, [knots - 1]));
  const imaginary = mean(sin(angles), -1);
  const gap = add(square(real), square(imaginary)); // [..., S, K]
  return mul(mean(sum(mul(gap, constant(weights, [knots - 1])), -1)), n);
}
