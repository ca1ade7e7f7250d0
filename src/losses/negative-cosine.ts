import { mean, type Tensor } from "../tensor/index.js";
import { cosineEnergy } from "./energy.js";

/**
 * Negative cosine similarity, the loss of SimSiam (Chen & He, 2021, eq. 1; https://arxiv.org/abs/2011.10566):
 * the mean over rows of -cos(p, z). Between -1 and 1. Gradients flow into both: stop those of the target outside.
 * @param p `[N, D]`; @param z `[N, D]`, row i the partner of row i of `p`.
 * @returns a scalar.
 */
export function negativeCosine(p: Tensor, z: Tensor): Tensor {
  return mean(cosineEnergy(p, z));
}
