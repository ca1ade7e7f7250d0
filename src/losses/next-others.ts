import { add, argMin, cast, less, min, range, reshape, sub, type Tensor, where } from "../tensor/index.js";
import { sameClass } from "./negatives.js";

/**
 * For each sample of a batch the first one before it, counted round, that is of another class, or the sample itself
 * where all are of its class: int32 `[N]` to int32 `[N]`.
 */
export function nextOthers(classes: Tensor): Tensor {
  const n = classes.shape[0] ?? 0;
  const places = range(n);
  const back = sub(reshape(places, [n, 1]), reshape(places, [1, n]));
  const steps = cast(where(less(back, 0), add(back, n), back), "float32"); // [N, N]: how far before
  const counted = where(sameClass(classes), n, steps);
  return where(less(min(counted, -1), n), cast(argMin(counted), "int32"), places);
}
