import { mul, neg, normalise, sub, sum, sumSquares, type Tensor } from "../tensor/index.js";

/**
 * F(x, y) = -cos(zx, zy): -1 for compatible pairs at best, 1 at most. The energy of losses on the sphere.
 * @param zx `[N, D]`; @param zy `[N, D]`
 * @returns `[N]`
 */
export function cosineEnergy(zx: Tensor, zy: Tensor): Tensor {
  return neg(sum(mul(normalise(zx), normalise(zy)), -1));
}

/**
 * F(x, y) = |zx - zy|^2: 0 for compatible pairs at best. The energy of losses in Euclidean space.
 * @param zx `[N, D]`; @param zy `[N, D]`
 * @returns `[N]`
 */
export function squaredDistanceEnergy(zx: Tensor, zy: Tensor): Tensor {
  return sumSquares(sub(zx, zy), -1);
}
