import { add, mean, mul, norm, relu, square, sub, type Tensor } from "../tensor/index.js";

/**
 * Contrastive loss as Keras' example of a siamese network writes it (SPEC row 110; Hadsell, Chopra & LeCun, 2006, eq. 4;
 * https://keras.io/examples/vision/siamese_contrastive/).
 *
 * mean of (1 - y) d² + y max(margin - d, 0)², with d = |f0 - f1|
 *
 * Convention: y = 1 means DISSIMILAR and both terms are SQUARED, without the paper's halves. `pairwiseRanking` has it the
 * other way round on both counts.
 * @param za f0 `[N, D]`; @param zb f1 `[N, D]`; @param dissimilar y, float32 `[N]`: 1 for dissimilar pairs, 0 for others
 * @returns a scalar; 0 for dissimilar pairs that are the margin apart.
 * @throws ShapeError when the shapes do not fit each other.
 */
export function kerasContrastive(
  za: Tensor,
  zb: Tensor,
  dissimilar: Tensor,
  { margin = 1 }: { readonly margin?: number } = {},
): Tensor {
  const distance = norm(sub(za, zb), -1, { epsilon: 1e-12 }); // [N]
  const apart = square(relu(sub(margin, distance)));
  return mean(add(mul(sub(1, dissimilar), square(distance)), mul(dissimilar, apart)));
}
