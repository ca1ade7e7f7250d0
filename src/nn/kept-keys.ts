import { cast, concat, equal, matmul, max, range, reshape, type Tensor, where } from "../tensor/index.js";
import { slotsFrom } from "./attention-mask.js";

/** Keys and values of places that were seen before, each `[N, heads, P, d]`. */
export interface KeysAndValues {
  readonly keys: Tensor;
  readonly values: Tensor;
  /**
   * The slot of the next place, int32 `[]`, where P slots are room for what is to come: new keys are written from there on
   * and P stays, so that one program serves every step. Without it new keys are put behind, and P grows.
   */
  readonly at?: Tensor | undefined;
}

/** Keys (or values) with new ones `[N, heads, T, d]` behind them, or written into their slots. */
export function kept(before: Tensor | undefined, at: Tensor | undefined, fresh: Tensor): Tensor {
  if (before === undefined) return fresh;
  if (at === undefined) return concat([before, fresh], 2);
  const [slots = 0, count = 0] = [before.shape[2], fresh.shape[2]];
  const goesTo = equal(reshape(range(slots), [slots, 1]), reshape(slotsFrom(at, count), [1, count])); // [P, T]
  const place = cast(goesTo, "float32");
  const written = max(place, -1, { keepDims: true }); // [P, 1]
  return where(equal(written, 1), matmul(place, fresh), before);
}
