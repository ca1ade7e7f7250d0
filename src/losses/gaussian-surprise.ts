import { add, exp, mul, square, sub, type Tensor } from "../tensor/index.js";

/**
 * -log of a normal density, element by element: (x - μ)² / (2σ²) + log σ + 1/2 log 2π. In nats; below 0 where the
 * density is above 1, as it may be.
 * @param x `[...]`; @param mu means `[...]`; @param logDeviation log σ, of a shape that broadcasts to theirs.
 * @throws ShapeError when the shapes do not fit each other.
 */
export function gaussianSurprise(x: Tensor, mu: Tensor, logDeviation: Tensor): Tensor {
  const exponent = mul(square(sub(x, mu)), mul(exp(mul(logDeviation, -2)), 0.5));
  return add(exponent, add(logDeviation, 0.5 * Math.log(2 * Math.PI)));
}
