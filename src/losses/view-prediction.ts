import { mean, slice, square, sub, type Tensor } from "../tensor/index.js";

/**
 * LeJEPA's prediction loss (Balestriero & LeCun, 2025, eq. 6; https://arxiv.org/abs/2511.08544): the mean squared
 * difference between every view and the mean of the global views, over views, rows and columns. Global views count
 * too, as in the paper and in lightly after its #2023.
 * @param z `[V, N, D]`, the global views first.
 * @param globals how many are global.
 * @returns a scalar, 0 at best
 */
export function viewPrediction(z: Tensor, globals: number): Tensor {
  return mean(square(sub(z, mean(slice(z, 0, 0, globals), 0, { keepDims: true }))));
}
