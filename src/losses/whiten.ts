import { ShapeError } from "../errors.js";
import { showShape } from "../graph/index.js";
import {
  add,
  covariance,
  identity,
  inverseCholesky,
  matmul,
  mean,
  mul,
  sum,
  type Tensor,
} from "../tensor/index.js";

/**
 * Rows with mean 0 and covariance I: x less its mean, times `L^-1'`, where `L L'` is the covariance over the rows
 * (Cholesky whitening; Siarohin et al., 2019, https://arxiv.org/abs/1806.00420).
 * @param x `[..., n, d]`, n above d
 * @param options.ridge added to the covariance, as a fraction of the mean variance, so that whitening is the same at
 *   every scale of x. (The authors of W-MSE offer (1 - ε) Σ + ε I instead; both are plain whitening at 0.)
 * @returns `[..., n, d]`
 * @throws ShapeError where rows are not more than columns: their covariance has no inverse.
 */
export function whiten(x: Tensor, { ridge = 1e-5 }: { readonly ridge?: number } = {}): Tensor {
  const [n = 0, d = 0] = x.shape.slice(-2);
  if (n <= d) {
    throw new ShapeError(
      `Whitening expects more rows than columns, better twice as many; got ${showShape(x.shape)}. Use a larger batch, fewer sub-batches or a smaller output.`,
      { shape: x.shape },
    );
  }
  const { centred, covariance: sigma } = covariance(x);
  return matmul(centred, whitener(sigma, ridge), { transposeB: true });
}

/** The matrix W that whitens what has covariance `sigma` `[..., d, d]`: `W Σ W' = I`, but for the ridge. */
export function whitener(sigma: Tensor, ridge: number): Tensor {
  const d = sigma.shape.at(-1) ?? 1;
  const scale = mean(sum(mul(sigma, identity(d)), -1, { keepDims: true }), -2, { keepDims: true });
  return inverseCholesky(add(sigma, mul(add(mul(scale, ridge), 1e-12), identity(d))));
}
