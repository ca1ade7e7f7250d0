import { add, mul, type Tensor } from "../tensor/index.js";
import { type SigRegOptions, sigReg } from "./sig-reg.js";
import { viewPrediction } from "./view-prediction.js";

export interface LeJepaOptions extends SigRegOptions {
  /** How many views, the first ones, are global. */
  readonly globals: number;
  /** λ in 0..1: share of SIGReg. */
  readonly regularisation?: number;
}

/**
 * LeJEPA (Balestriero & LeCun, 2025, algorithm 2; https://arxiv.org/abs/2511.08544):
 * (1 - λ) prediction of the mean of the global views by every view + λ SIGReg of every view's batch.
 * The convex combination is the paper's; stable-pretraining adds λ SIGReg to the whole prediction.
 * @param z `[V, N, D]`, the global views first; @param directions `[D, S]`, as in `sigReg`.
 * @returns a scalar, 0 at best
 */
export function leJepaLoss(
  z: Tensor,
  directions: Tensor,
  { globals, regularisation = 0.05, ...test }: LeJepaOptions,
): Tensor {
  return add(
    mul(viewPrediction(z, globals), 1 - regularisation),
    mul(sigReg(z, directions, test), regularisation),
  );
}
