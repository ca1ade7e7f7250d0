import { cast, concat, equal, matmul, max, range, reshape, type Tensor, where } from "../tensor/index.js";
import { slotsFrom } from "./attention-mask.js";

/** Keys and values of places that were seen before, each `[N, heads, P, d]`. */
export interface KeysAndValues {
  readonly keys: Tensor;
  readonly values: Tensor;
  /**
   * The slot of the next place, int32 `[]`, or `[N]` for texts of unequal length, where P slots are room for what is to come:
   * new keys are written from there on and P stays, so that one program serves every step. What would stand behind the last
   * slot is not kept. Without it new keys are put behind, and P grows.
   */
  readonly at?: Tensor | undefined;
}

/** Keys (or values) with new ones `[N, heads, T, d]` behind them, or written into their slots. */
export function kept(before: Tensor | undefined, at: Tensor | undefined, fresh: Tensor): Tensor {
  if (before === undefined) return fresh;
  if (at === undefined) return concat([before, fresh], 2);
  const [slots = 0, count = 0] = [before.shape[2], fresh.shape[2]];
  const places = at.shape.length === 0 ? [1, count] : [at.shape[0] ?? 0, 1, 1, count];
  // [P, T] or [N, 1, P, T]
  const goesTo = equal(reshape(range(slots), [slots, 1]), reshape(slotsFrom(at, count), places));
  const place = cast(goesTo, "float32");
  const written = max(place, -1, { keepDims: true });
  return where(equal(written, 1), matmul(place, fresh), before);
}
