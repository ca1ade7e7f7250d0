import { add, mean, mul, type Tensor } from "../tensor/index.js";
import { cosineEnergy } from "./energy.js";
import { totalCodingRate } from "./total-coding-rate.js";

export interface EmpSslOptions {
  /** λ: weight of agreement. */
  readonly invarianceWeight?: number;
  /** μ: weight of the coding rate. The authors': 1. */
  readonly codingRateWeight?: number;
  /** ε of the coding rate. */
  readonly epsilon?: number;
}

/**
 * EMP-SSL (Tong et al., 2023, eq. 4; https://arxiv.org/abs/2304.03977): many patches of each sample agree with their
 * mean, while each patch's batch fills the space.
 *
 * - μ mean_v R(Z_v) - λ mean_{v,i} cos(z_vi, z̄_i), with R the total coding rate and z̄ the mean over views.
 * The sign is the authors' (lightly returns + R, which shrinks what should grow).
 * @param z `[V, N, D]`, rows of unit length as the authors have them.
 * @returns a scalar
 */
export function empSslLoss(
  z: Tensor,
  { invarianceWeight = 200, codingRateWeight = 1, epsilon = 0.2 }: EmpSslOptions = {},
): Tensor {
  const disagreement = mean(cosineEnergy(z, mean(z, 0, { keepDims: true })));
  const rate = mean(totalCodingRate(z, { epsilon }));
  return add(mul(rate, -codingRateWeight), mul(disagreement, invarianceWeight));
}
