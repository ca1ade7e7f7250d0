import {
  add,
  covariance,
  identity,
  mean,
  mul,
  relu,
  sqrt,
  sub,
  sumSquares,
  type Tensor,
  variance,
} from "../tensor/index.js";

/**
 * VICReg's v(Z): mean_j max(0, 1 - sqrt(Var z_j + 1e-4)), how far columns fall short of a deviation of 1, on average.
 * @param z `[N, D]`; @returns a scalar in 0..0.99
 */
export function varianceTerm(z: Tensor): Tensor {
  return mean(relu(sub(1, sqrt(add(variance(z, 0, { unbiased: true }), 1e-4)))));
}

/**
 * VICReg's c(Z): Σ_{i≠j} Cov(Z)_ij² / D, how much columns say of each other.
 * @param z `[N, D]`; @returns a scalar, 0 at best
 */
export function covarianceTerm(z: Tensor): Tensor {
  const d = z.shape[1] ?? 1;
  return mul(sumSquares(mul(covariance(z).covariance, sub(1, identity(d)))), 1 / d);
}
