import { add, mean, mul, norm, relu, sub, type Tensor } from "../tensor/index.js";

/**
 * Pairwise ranking loss (SPEC row 109; the margin loss of Hadsell, Chopra & LeCun, 2006, without the squares): similar
 * pairs shall be close, others a margin apart.
 *
 * mean of y |f0 - f1| + (1 - y) max(0, m - |f0 - f1|)
 *
 * Convention: y = 1 means SIMILAR and distances are NOT squared. `kerasContrastive` has it the other way round on both
 * counts.
 * @param za f0 `[N, D]`; @param zb f1 `[N, D]`; @param similar y, float32 `[N]`: 1 for similar pairs, 0 for others
 * @returns a scalar; at two equal vectors its gradient is 0.
 * @throws ShapeError when the shapes do not fit each other.
 */
export function pairwiseRanking(
  za: Tensor,
  zb: Tensor,
  similar: Tensor,
  { margin = 1 }: { readonly margin?: number } = {},
): Tensor {
  const distance = norm(sub(za, zb), -1, { epsilon: 1e-12 }); // [N]
  const apart = relu(sub(margin, distance));
  return mean(add(mul(similar, distance), mul(sub(1, similar), apart)));
}
