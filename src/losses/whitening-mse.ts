import { ShapeError } from "../errors.js";
import { mean, mul, normalise, reshape, sub, sum, sumSquares, type Tensor } from "../tensor/index.js";
import { whiten } from "./whiten.js";

export interface WhiteningOptions {
  /** Parts of the batch that are whitened each by itself. */
  readonly subBatches?: number;
  /** As in `whiten`. */
  readonly ridge?: number;
}

/**
 * W-MSE (Ermolov et al., 2021, eq. 5; https://arxiv.org/abs/2007.06346): each view's batch is whitened, so it cannot
 * collapse; then the mean over samples and over pairs of views of |u_a - u_b|^2 = 2 - 2 cos(v_a, v_b), with u the
 * whitened rows v on the unit sphere.
 * @param z `[V, N, D]`, V at least 2 views; N / subBatches must exceed D (the authors: at least 2 D).
 * @returns a scalar, 0 at best.
 * @throws ShapeError when N is not a multiple of `subBatches`, or a sub-batch has no more rows than columns.
 */
export function whiteningMse(z: Tensor, { subBatches = 1, ridge = 1e-5 }: WhiteningOptions = {}): Tensor {
  const [v = 1, n = 0, d = 0] = z.shape;
  if (n % subBatches !== 0) {
    throw new ShapeError(
      `W-MSE expects a batch that its sub-batches divide; got ${n} rows for ${subBatches}. Change one of them.`,
      { rows: n, subBatches },
    );
  }
  const parts = reshape(z, [v, subBatches, n / subBatches, d]);
  const u = reshape(normalise(whiten(parts, { ridge })), [v, n, d]);
  // |Σ_v u_v|² adds up the cosines of all V² ordered pairs, of which V are of a row with itself.
  const others = sub(sumSquares(sum(u, 0), -1), sum(sumSquares(u, -1), 0));
  const cosines = mul(others, 1 / (v * (v - 1)));
  return mul(sub(1, mean(cosines)), 2);
}
