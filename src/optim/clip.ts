import { add, addAll, div, minimum, mul, sqrt, sumSquares, type Tensor } from "../tensor/index.js";

/**
 * Scales all gradients together so that their common Euclidean norm is at most `max` (Pascanu et al., 2013), as
 * torch.nn.utils.clip_grad_norm_. An infinite `max` leaves them as they are.
 * @returns the gradients with their norm before clipping, a scalar.
 */
export function clipByGlobalNorm(
  gradients: readonly Tensor[],
  max: number,
): { gradients: Tensor[]; norm: Tensor } {
  const norm = sqrt(addAll(gradients.map((gradient) => sumSquares(gradient))));
  if (max === Number.POSITIVE_INFINITY) return { gradients: [...gradients], norm };
  const scale = minimum(div(max, add(norm, 1e-6)), 1);
  return { gradients: gradients.map((gradient) => mul(gradient, scale)), norm };
}
