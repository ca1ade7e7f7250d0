import { add, mean, mul, square, sub, type Tensor } from "../tensor/index.js";
import { covarianceTerm, varianceTerm } from "./vic-reg-terms.js";

export interface VicRegOptions {
  readonly invarianceWeight?: number;
  readonly varianceWeight?: number;
  readonly covarianceWeight?: number;
}

/**
 * VICReg (Bardes, Ponce & LeCun, 2022, eq. 6; https://arxiv.org/abs/2105.04906): λ s(A, B) + μ v + ν c, with
 *
 * - s: mean squared difference over rows and columns,
 * - v(Z) = mean_j max(0, 1 - sqrt(Var z_j + 1e-4)), the variance with 1 / (N - 1): every column keeps a deviation of 1,
 * - c(Z) = Σ_{i≠j} Cov(Z)_ij^2 / D: columns say different things.
 *
 * v is the mean of the two views, c their sum, as in the authors' code, lightly and stable-pretraining (the paper's
 * equation and solo-learn sum v).
 * @param za `[N, D]`; @param zb `[N, D]`, row i another view of row i of `za`.
 * @returns a scalar, 0 at best; 0.99 μ when each view is constant.
 * @throws ShapeError when the shapes differ.
 */
export function vicRegLoss(
  za: Tensor,
  zb: Tensor,
  { invarianceWeight = 25, varianceWeight = 25, covarianceWeight = 1 }: VicRegOptions = {},
): Tensor {
  const invariance = mean(square(sub(za, zb)));
  const deviations = mul(add(varianceTerm(za), varianceTerm(zb)), 0.5);
  const covariances = add(covarianceTerm(za), covarianceTerm(zb));
  return add(
    mul(invariance, invarianceWeight),
    add(mul(deviations, varianceWeight), mul(covariances, covarianceWeight)),
  );
}
