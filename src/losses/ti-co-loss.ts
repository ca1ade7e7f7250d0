import { add, matmul, mean, mul, normalise, stopGradient, sub, sum, type Tensor } from "../tensor/index.js";

export interface TiCoOptions {
  /** β: how much of the old covariance stays. */
  readonly momentum?: number;
  /** ρ: weight of the covariance term. */
  readonly covarianceWeight?: number;
}

/**
 * TiCo (Zhu et al., 2022, algorithm 1; https://arxiv.org/abs/2206.10698): transformation invariance and covariance
 * contrast.
 *
 * With rows on the sphere, C' = β C + (1 - β) A' A / N, and 1 - mean_i a_i · b_i + ρ mean_i a_i' C' a_i: views agree,
 * and rows leave the directions in which the embeddings of recent batches already lie.
 * C' is a constant to the gradient, is built from `za` only, and rows are not centred, as in lightly after its #1484
 * (before, the gradient flowed into the batch's part of C'). The leading 1 is lightly's.
 * @param za the student's rows `[N, D]`; @param zb the teacher's `[N, D]`.
 * @param memory C `[D, D]` of the step before; zeros at first.
 * @returns the scalar loss and C', for the next step.
 * @throws ShapeError when the shapes differ.
 */
export function tiCoLoss(
  za: Tensor,
  zb: Tensor,
  memory: Tensor,
  { momentum = 0.9, covarianceWeight = 8 }: TiCoOptions = {},
): { loss: Tensor; memory: Tensor } {
  const [a, b] = [normalise(za), normalise(zb)];
  const batch = mul(matmul(a, a, { transposeA: true }), 1 / (za.shape[0] ?? 1));
  const next = stopGradient(add(mul(memory, momentum), mul(batch, 1 - momentum)));
  const agreement = mean(sum(mul(a, b), -1));
  const crowding = mean(sum(mul(matmul(a, next), a), -1));
  return { loss: add(sub(1, agreement), mul(crowding, covarianceWeight)), memory: next };
}
