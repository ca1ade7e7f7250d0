import { matmul, normalise, type Tensor, transpose } from "../tensor/index.js";

/**
 * Rows seen along one-dimensional slices: z `[..., N, D]` and directions `[D, S]`, which are brought to unit length,
 * to `[..., S, N]`, the samples of a slice side by side.
 */
export function slices(z: Tensor, directions: Tensor): Tensor {
  return matmul(normalise(transpose(directions)), z, { transposeB: true });
}
