import {
  add,
  and,
  cast,
  concat,
  diagonal,
  equal,
  logicalNot,
  mul,
  range,
  reshape,
  roll,
  sum,
  type Tensor,
  where,
} from "../tensor/index.js";

// Which samples are negatives of which. With classes, samples of the anchor's own class are none: the loss would push
// apart what its positives pull together. An anchor that has no negative left pushes nothing away.

/** A logit whose share of any softmax is exactly 0 in float32, and which cannot overflow as minus infinity would. */
export const NO_CHANCE = -1e9;

/** Logits without those that are out of the running; no gradient flows to them. */
export function without(excluded: Tensor, logits: Tensor): Tensor {
  return where(excluded, NO_CHANCE, logits);
}

/** Square logits with the diagonal out of the running: a sample is no negative of itself. */
export function withoutSelf(logits: Tensor): Tensor {
  return without(diagonal(logits.shape[0] ?? 0), logits);
}

/** Whether sample i of the one is of the class of sample j of the other: int32 `[N]`, `[M]` to bool `[N, M]`. */
export function sameClass(classes: Tensor, others: Tensor = classes): Tensor {
  return equal(reshape(classes, [-1, 1]), reshape(others, [1, -1]));
}

/** Square logits of an anchor a row without candidates of its class, but for its own positive on the diagonal. */
export function withoutClassmates(logits: Tensor, classes: Tensor): Tensor {
  return without(and(sameClass(classes), logicalNot(diagonal(logits.shape[0] ?? 0))), logits);
}

/**
 * Logits of 2N views with each other, `[2N, 2N]`, view i + N the partner of view i: without each view itself and, given
 * the samples' classes `[N]`, without those of its class, but for its partner.
 */
export function withoutOwnViews(logits: Tensor, classes?: Tensor): Tensor {
  if (classes === undefined) return withoutSelf(logits);
  const views = range(logits.shape[0] ?? 0);
  const partners = sameClass(views, roll(views, (views.shape[0] ?? 0) / 2));
  return without(and(sameClass(concat([classes, classes])), logicalNot(partners)), logits);
}

/**
 * How many candidates each anchor of a loss with classes tells its positive from, that one among them: 1 plus the
 * samples of other classes. int32 `[N]`, `[M]` to float32 `[N]`.
 * @param each views a sample, 2 in NT-Xent
 */
export function candidatesAmong(classes: Tensor, others: Tensor = classes, each = 1): Tensor {
  return add(mul(sum(cast(logicalNot(sameClass(classes, others)), "float32"), -1), each), 1);
}

/** The same for anchors z `[N, D]` in their own batch: one number where there are no classes, for all others count. */
export function candidatesInBatch(z: Tensor, classes: Tensor | undefined, each = 1): number | Tensor {
  return classes === undefined ? each * ((z.shape[0] ?? 1) - 1) + 1 : candidatesAmong(classes, classes, each);
}
