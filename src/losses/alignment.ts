import { mean, normalise, pow, sub, sumSquares, type Tensor } from "../tensor/index.js";

/**
 * Alignment of positive pairs on the unit sphere (Wang & Isola, 2020, eq. 3; https://arxiv.org/abs/2005.10242):
 * the mean of |u_i - v_i|^α over rows of unit length. 0 is perfect; with α = 2, opposite pairs give 4.
 * @param za, zb `[N, D]`, row i of one the partner of row i of the other.
 * @param alpha above 0; the gradient at pairs that coincide is finite from 2 on.
 * @throws ShapeError when the shapes differ.
 */
export function alignment(za: Tensor, zb: Tensor, { alpha = 2 }: { readonly alpha?: number } = {}): Tensor {
  const squares = sumSquares(sub(normalise(za), normalise(zb)), -1); // [N]
  return mean(alpha === 2 ? squares : pow(squares, alpha / 2));
}
