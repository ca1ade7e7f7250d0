import { add, identity, logDeterminant, matmul, mul, type Tensor } from "../tensor/index.js";

/**
 * Total coding rate R(Z) = ½ log det(I + D / (N ε) Z' Z) (Yu et al., 2020, https://arxiv.org/abs/2006.08558): nats it
 * takes to code the rows up to a distortion; large when they fill the space. Of `Z' Z` and `Z Z'` the smaller is taken.
 * Convention of EMP-SSL's code: ε is not squared (the papers write ε²).
 * @param z `[..., N, D]`
 * @returns `[...]`
 */
export function totalCodingRate(z: Tensor, { epsilon = 0.2 }: { readonly epsilon?: number } = {}): Tensor {
  const [n = 1, d = 1] = z.shape.slice(-2);
  const gram = matmul(z, z, n < d ? { transposeB: true } : { transposeA: true });
  return mul(logDeterminant(add(identity(Math.min(n, d)), mul(gram, d / (n * epsilon)))), 0.5);
}
