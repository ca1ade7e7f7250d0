import { ShapeError } from "../errors.js";
import { logSumExp, matmul, mul, normalise, sub, type Tensor } from "../tensor/index.js";
import { withoutSelf } from "./negatives.js";

/**
 * Uniformity on the unit sphere (Wang & Isola, 2020, eq. 4; https://arxiv.org/abs/2005.10242):
 * log of the mean of exp(-t |u_i - u_j|²) over pairs i < j of rows of unit length. 0 when all rows are equal, lower
 * the more evenly they spread; -4t when two rows are opposite.
 * @param z `[N, D]` with at least two rows.
 * @throws ShapeError when there is no pair.
 */
export function uniformity(z: Tensor, { t = 2 }: { readonly t?: number } = {}): Tensor {
  const n = z.shape[0] ?? 0;
  if (n < 2)
    throw new ShapeError(`uniformity: expects at least two rows, for there to be a pair; got ${n}.`, {
      rows: n,
    });
  const u = normalise(z);
  // |u - v|² = 2 - 2 u·v. Every pair counts twice, which the mean does not notice.
  const exponents = mul(sub(matmul(u, u, { transposeB: true }), 1), 2 * t);
  return sub(logSumExp(withoutSelf(exponents)), Math.log(n * (n - 1)));
}
