import { type Key, uniform } from "../random/index.js";
import {
  add,
  and,
  argMax,
  argMin,
  cast,
  clip,
  cumulativeSum,
  diagonal,
  floor,
  greater,
  less,
  logicalNot,
  max,
  min,
  mul,
  range,
  reshape,
  stopGradient,
  sub,
  sum,
  sumSquares,
  type Tensor,
  where,
} from "../tensor/index.js";
import { sameClass } from "./negatives.js";
import { squaredDistances } from "./similarity.js";

/** How a negative is chosen among the others of a batch. */
export const minings = ["random", "semi-hard", "hardest"] as const;
export type Mining = (typeof minings)[number];

/** Farther than any distance that counts. */
const FAR = 1e9;

/**
 * A negative for each anchor among the positives of the other anchors (Schroff et al., 2015, section 3.2;
 * https://arxiv.org/abs/1503.03832), by squared Euclidean distance:
 *
 * - `random`: any of them, evenly;
 * - `semi-hard`: the nearest that is farther away than the anchor's own positive, or, where none is, the farthest;
 * - `hardest`: the nearest. Beware: early in training it can pull everything into one point.
 *
 * With `classes` only positives of other classes are chosen from. An anchor without any gets its own positive: a triplet
 * whose slope is 0.
 *
 * @param anchors `[N, D]`; @param positives `[N, D]`, row i belongs to anchor i; N at least 2
 * @param key the stream of random numbers for `random`; @param classes int32 `[N]`
 * @returns int32 `[N]`, rows of `positives`; no gradient flows through the choice
 */
export function mineNegatives(
  anchors: Tensor,
  positives: Tensor,
  {
    mining,
    key,
    classes,
  }: { readonly mining: Mining; readonly key: Key; readonly classes?: Tensor | undefined },
): Tensor {
  const n = anchors.shape[0] ?? 0;
  if (mining === "random")
    return classes === undefined ? randomOthers(key, n) : randomStrangers(key, classes);
  const [a, p] = [stopGradient(anchors), stopGradient(positives)];
  const distances = squaredDistances(a, p); // [N, N]
  const allowed = logicalNot(classes === undefined ? diagonal(n) : sameClass(classes));
  const chosen = mining === "hardest" ? nearest(distances, allowed) : semiHard(distances, allowed, a, p);
  return classes === undefined ? chosen : orOwn(allowed, chosen);
}

function nearest(distances: Tensor, allowed: Tensor): Tensor {
  return cast(argMin(where(allowed, distances, FAR)), "int32");
}

function semiHard(distances: Tensor, allowed: Tensor, a: Tensor, p: Tensor): Tensor {
  const near = sumSquares(sub(a, p), -1, { keepDims: true }); // [N, 1]
  const beyond = where(and(allowed, greater(distances, near)), distances, FAR);
  const exists = less(min(beyond, -1), FAR); // [N]
  return cast(where(exists, argMin(beyond), argMax(where(allowed, distances, -FAR))), "int32");
}

/** The choice, or the anchor's own row where nothing is allowed. */
function orOwn(allowed: Tensor, chosen: Tensor): Tensor {
  return where(greater(max(cast(allowed, "float32"), -1), 0), chosen, range(chosen.shape[0] ?? 0));
}

/** Row i gets one of the other n - 1 rows: a step of 1 to n - 1 around the circle. */
function randomOthers(key: Key, n: number): Tensor {
  const steps = add(clip(floor(mul(uniform(key, [n]), n - 1)), 0, n - 2), 1);
  const places = add(cast(range(n), "float32"), steps);
  return cast(where(less(places, n), places, sub(places, n)), "int32");
}

/** Row i gets one of the rows of other classes, evenly: the k-th of them, k drawn below their number. */
function randomStrangers(key: Key, classes: Tensor): Tensor {
  const allowed = logicalNot(sameClass(classes)); // [N, N]
  const counted = cast(allowed, "float32");
  const drawn = floor(mul(uniform(key, classes.shape), sum(counted, -1))); // [N], 24 bits: below the number itself
  const reached = greater(cumulativeSum(counted), reshape(drawn, [-1, 1]));
  return orOwn(allowed, cast(argMax(cast(reached, "float32")), "int32"));
}
