import { type Key, uniform } from "../random/index.js";
import {
  add,
  argMax,
  argMin,
  cast,
  clip,
  floor,
  greater,
  identity,
  less,
  min,
  mul,
  range,
  stopGradient,
  sub,
  sumSquares,
  type Tensor,
  where,
} from "../tensor/index.js";
import { squaredDistances } from "./similarity.js";

/** How a negative is chosen among the others of a batch. */
export const minings = ["random", "semi-hard", "hardest"] as const;
export type Mining = (typeof minings)[number];

/**
 * A negative for each anchor among the positives of the other anchors (Schroff et al., 2015, section 3.2;
 * https://arxiv.org/abs/1503.03832), by squared Euclidean distance:
 *
 * - `random`: any of them, evenly;
 * - `semi-hard`: the nearest that is farther away than the anchor's own positive, or, where none is, the farthest;
 * - `hardest`: the nearest. Beware: early in training it can pull everything into one point.
 *
 * @param anchors `[N, D]`; @param positives `[N, D]`, row i belongs to anchor i; N at least 2
 * @param key the stream of random numbers for `random`
 * @returns int32 `[N]`, rows of `positives`, never an anchor's own; no gradient flows through the choice
 */
export function mineNegatives(
  anchors: Tensor,
  positives: Tensor,
  { mining, key }: { readonly mining: Mining; readonly key: Key },
): Tensor {
  const n = anchors.shape[0] ?? 0;
  if (mining === "random") return randomOthers(key, n);
  const [a, p] = [stopGradient(anchors), stopGradient(positives)];
  const distances = squaredDistances(a, p); // [N, N]
  const own = mul(identity(n), 1e9);
  if (mining === "hardest") return cast(argMin(add(distances, own)), "int32");
  const near = sumSquares(sub(a, p), -1, { keepDims: true }); // [N, 1]
  const semiHard = add(where(greater(distances, near), distances, 1e9), own);
  const exists = less(min(semiHard, -1), 1e8); // [N]
  return cast(where(exists, argMin(semiHard), argMax(sub(distances, own))), "int32");
}

/** Row i gets one of the other n - 1 rows: a step of 1 to n - 1 around the circle. */
function randomOthers(key: Key, n: number): Tensor {
  const steps = add(clip(floor(mul(uniform(key, [n]), n - 1)), 0, n - 2), 1);
  const places = add(cast(range(n), "float32"), steps);
  return cast(where(less(places, n), places, sub(places, n)), "int32");
}
