import {
  add,
  argMax,
  gather,
  log,
  matmul,
  mean,
  neg,
  norm,
  normalise,
  sub,
  type Tensor,
} from "../tensor/index.js";
import { withoutSelf } from "./negatives.js";

/**
 * The Kozachenko-Leonenko regulariser (Sablayrolles et al., 2019; https://arxiv.org/abs/1806.03198; in DINOv2): the
 * mean over unit rows of -log of the distance to the nearest other row. It pushes neighbours apart, so that rows
 * spread evenly. In nats; -ln 2 for two opposite rows.
 *
 * lightly's convention: ε = 1e-8 is added to the difference of the rows, and again to their distance. Gradients flow
 * into both rows of a pair.
 * @param z `[N, D]`
 * @returns a scalar.
 */
export function koLeo(z: Tensor, { epsilon = 1e-8 }: { readonly epsilon?: number } = {}): Tensor {
  const u = normalise(z);
  const nearest = gather(u, argMax(withoutSelf(matmul(u, u, { transposeB: true }))));
  const distance = norm(add(sub(u, nearest), epsilon), -1);
  return neg(mean(log(add(distance, epsilon))));
}
