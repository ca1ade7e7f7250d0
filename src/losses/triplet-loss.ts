import { add, relu, sub, sum, sumSquares, type Tensor } from "../tensor/index.js";

/**
 * Triplet loss (Schroff et al., 2015, section 3.1; https://arxiv.org/abs/1503.03832): the negative shall be farther from the
 * anchor than the positive by a margin.
 *
 * Σ_x max(0, |f(x) - f(x⁺)|² - |f(x) - f(x⁻)|² + ε)
 *
 * Convention: SQUARED distances and the SUM over anchors, as SPEC row 105 and the paper have it; many libraries take
 * distances that are not squared, and the mean. Divide by N for the mean. Vectors are taken as they are: normalise
 * them first for the paper's unit sphere, where squared distances are 2 - 2 cos.
 * @param anchors `[N, D]`; @param positives `[N, D]`; @param negatives `[N, D]`
 * @returns a scalar; N ε when positives and negatives are equally far.
 * @throws ShapeError when the shapes differ.
 */
export function tripletLoss(
  anchors: Tensor,
  positives: Tensor,
  negatives: Tensor,
  { margin = 1 }: { readonly margin?: number } = {},
): Tensor {
  const near = sumSquares(sub(anchors, positives), -1); // [N]
  const far = sumSquares(sub(anchors, negatives), -1);
  return sum(relu(add(sub(near, far), margin)));
}
