import { ShapeError } from "../errors.js";
import { addAll, mean, mul, type Tensor } from "../tensor/index.js";
import { softCrossEntropy } from "./soft-cross-entropy.js";

/**
 * The swapped prediction of SwAV (Caron et al., 2020, eq. 2 and section 3.2; https://arxiv.org/abs/2006.09882): from
 * each view predict the code of the other, -Σ_k q_k log softmax(scores / τ)_k, the mean over the views that have
 * codes, the other views and the batch. In nats. SPEC row 12: "coerce both to the same cluster code".
 *
 * @param scores cosines with the prototypes, `[N, K]` a view: first the views that have codes, then small crops.
 * @param codes `[N, K]` for each of the first views, as `sinkhorn` makes them of its scores alone or with a queue's.
 * @returns a scalar; ln K for equal scores.
 * @throws ShapeError when there is no second view.
 */
export function swavLoss(
  scores: readonly Tensor[],
  codes: readonly Tensor[],
  { temperature = 0.1 }: { readonly temperature?: number } = {},
): Tensor {
  if (scores.length < 2 || codes.length < 1) {
    throw new ShapeError(
      `swavLoss: expects at least two views, one of them with codes; got ${scores.length} views and ${codes.length} codes.`,
      { views: scores.length, codes: codes.length },
    );
  }
  const pairs = codes.flatMap((code, from) =>
    scores
      .filter((_, view) => view !== from)
      .map((score) => mean(softCrossEntropy(mul(score, 1 / temperature), code))),
  );
  return mul(addAll(pairs), 1 / pairs.length);
}
