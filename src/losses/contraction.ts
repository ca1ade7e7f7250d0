import { gradient } from "../grad/index.js";
import { addAll, mul, sum, sumSquares, type Tensor, variance } from "../tensor/index.js";

/**
 * How fast codes move with their inputs: the squared Frobenius norm of dh/dx, the mean over the batch, estimated from
 * random directions v. |Jᵀ v|² has the expectation |J|² where the numbers of v are independent with mean 0 and variance
 * 1 (Hutchinson, 1990, https://doi.org/10.1080/03610919008812866), and costs one pass backwards each; the exact norm
 * (Rifai et al., 2011, https://mlanthology.org/icml/2011/rifai2011icml-contractive/) would cost one for every number
 * of a code. Where samples see each other, as in batch normalisation, what a sample's input does to others' codes is
 * counted too.
 * @param h codes `[N, D]`; @param x what they were made of, `[N, ...]`; @param directions `[N, D]` each, at least one.
 * @returns a scalar; its gradient goes through a gradient.
 * @throws ShapeError when directions are not of the codes' shape.
 */
export function jacobianNorm(h: Tensor, x: Tensor, directions: readonly Tensor[]): Tensor {
  const norms = directions.map((v) => sumSquares(gradient(sum(mul(h, v)), [x])[0] as Tensor));
  return mul(addAll(norms), 1 / (directions.length * (x.shape[0] ?? 1)));
}

/** How far codes `[N, D]` are spread over the batch: the mean of |h - mean h|², a scalar. */
export function codeSpread(h: Tensor): Tensor {
  return sum(variance(h, 0));
}
