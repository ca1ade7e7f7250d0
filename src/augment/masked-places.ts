import { type Key, uniform } from "../random/index.js";
import {
  and,
  cast,
  constant,
  cumulativeSum,
  equal,
  gather,
  greater,
  lessEqual,
  logicalNot,
  maximum,
  mul,
  or,
  pad,
  putAlong,
  slice,
  sort,
  sub,
  sum,
  type Tensor,
  takeAlong,
  where,
} from "../tensor/index.js";

/** How many tokens of so many are chosen: a share of them, rounded (halves up), but at least one where there is any. */
export function chosenOf(count: number, share: number): number {
  return count === 0 ? 0 : Math.min(count, Math.max(1, Math.floor(share * count + 0.5)));
}

/** Words that are longer than what is still to be chosen are passed over, as many a text at most. */
const passedOver = 8;

/**
 * Chooses a share of each text's tokens, as `chosenOf` says, each as likely as the others: bool `[N, T]`.
 *
 * With `words`, whole words are taken in random order, and one that would be too many is passed over for the next (as in
 * BERT's whole-word masking): then never more than the share, and where no word fits, as in a text that is one word,
 * the share of its tokens is chosen one by one.
 * @param candidates bool `[N, T]`: tokens that may be chosen
 * @param words bool `[N, T]`: tokens that go on with the word of the token before
 */
export function choosePlaces(candidates: Tensor, key: Key, share: number, words?: Tensor): Tensor {
  const [n = 0, t = 0] = candidates.shape;
  const table = Float32Array.from({ length: t + 1 }, (_, count) => chosenOf(count, share));
  const ones = cast(candidates, "float32");
  const wanted = gather(constant(table, [t + 1]), cast(sum(ones, 1, { keepDims: true }), "int32")); // [N, 1]
  const single = firstOf(candidates, uniform(key, [n, t]), wanted);
  if (words === undefined) return single;
  const whole = wholeWords(candidates, words, uniform(key.child("words"), [n, t]), wanted);
  const any = greater(sum(cast(whole, "float32"), 1, { keepDims: true }), 0); // [N, 1]
  return or(and(any, whole), and(logicalNot(any), single));
}

/** So many of the candidates as are wanted, `[N, 1]`: those of the least numbers. */
function firstOf(candidates: Tensor, numbers: Tensor, wanted: Tensor): Tensor {
  const t = candidates.shape[1] ?? 0;
  const order = sort(where(candidates, numbers, 2)).indices;
  return on(putAlong(order, cast(lessEqual(counting(t), wanted), "float32"), t));
}

function wholeWords(candidates: Tensor, words: Tensor, numbers: Tensor, wanted: Tensor): Tensor {
  const t = candidates.shape[1] ?? 0;
  // A word also begins where its beginning was cut off, or is no candidate.
  const before = on(pad(slice(cast(candidates, "float32"), 1, 0, t - 1), [0, 1], [0, 0]));
  const goesOn = and(and(words, before), candidates);
  const begins = and(candidates, logicalNot(goesOn));
  const word = cast(maximum(sub(cumulativeSum(cast(begins, "float32")), 1), 0), "int32"); // [N, T], 0, 1, ...
  const lengths = putAlong(word, cast(candidates, "float32"), t); // by word
  const order = sort(where(greater(lengths, 0), numbers, 2)).indices;
  const sorted = takeAlong(lengths, order);
  let left = cast(greater(sorted, 0), "float32");
  let taken = left;
  for (let pass = 0; pass <= passedOver; pass++) {
    const fits = lessEqual(cumulativeSum(mul(sorted, left)), wanted);
    taken = mul(left, cast(fits, "float32"));
    const tooMany = sub(left, taken);
    left = sub(left, mul(tooMany, cast(equal(cumulativeSum(tooMany), 1), "float32")));
  }
  return and(candidates, on(takeAlong(putAlong(order, taken, t), word)));
}

/** 1, 2, ..., t as `[1, t]`. */
function counting(t: number): Tensor {
  return constant(
    Float32Array.from({ length: t }, (_, i) => i + 1),
    [1, t],
  );
}

const on = (numbers: Tensor): Tensor => greater(numbers, 0.5);
