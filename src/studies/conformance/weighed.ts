import { constant, mul, sum, type Tensor } from "../../tensor/index.js";

/** The sum of x[k] * sin(0.9 + 0.21 k): what cases of many elements make one number of, so that each has its own slope. */
export function weighed(x: Tensor): Tensor {
  const size = x.shape.reduce((product, side) => product * side, 1);
  const weights = Float32Array.from({ length: size }, (_, k) => Math.sin(0.9 + 0.21 * k));
  return sum(mul(x, constant(weights, x.shape)));
}
