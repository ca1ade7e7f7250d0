import { add, mul, type Tensor } from "../tensor/index.js";
import { negativeCosine } from "./negative-cosine.js";

/**
 * The regression loss of BYOL (Grill et al., 2020, eq. 2; https://arxiv.org/abs/2006.07733): the mean over rows of the
 * squared distance of unit vectors, |p/|p| - z/|z||² = 2 - 2 cos(p, z). Between 0 and 4.
 *
 * The paper's convention; lightly's examples minimise -cos instead, which has half the slope. Gradients flow into
 * both: stop those of the target outside.
 * @param p predictions `[N, D]`; @param z targets `[N, D]`.
 * @returns a scalar.
 */
export function byolRegression(p: Tensor, z: Tensor): Tensor {
  return add(mul(negativeCosine(p, z), 2), 2);
}
