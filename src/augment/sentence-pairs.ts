/**
 * Next-sentence pairs: two parts of texts, of which the second follows the first or comes from another text (Devlin et
 * al., 2019, https://arxiv.org/abs/1810.04805, SPEC row 86).
 *
 * Texts have no marks where sentences end, so a text is cut in the middle: its first half, and its own second half or,
 * with probability 1/2, that of the row before. `[CLS] a [SEP] b [SEP]`, with segment 0 up to the first separator and 1
 * behind it.
 */
import { ConfigError } from "../errors.js";
import { type Key, uniform } from "../random/index.js";
import {
  add,
  and,
  cast,
  clip,
  concat,
  equal,
  floor,
  greater,
  less,
  lessEqual,
  minimum,
  mul,
  or,
  range,
  roll,
  sub,
  sum,
  type Tensor,
  takeAlong,
  where,
} from "../tensor/index.js";
import { closeHoles } from "./close-holes.js";
import { isContent, type TokenFacts } from "./token-facts.js";

export interface SentencePairs {
  /** int32 `[N, T]`, -1 behind the last separator. */
  readonly tokens: Tensor;
  /** 0 or 1 a token, int32 `[N, T]`; 0 where there is none. */
  readonly segments: Tensor;
  /** 1 where the second part follows the first, else 0: int32 `[N]`. */
  readonly follows: Tensor;
}

/**
 * Pairs of as many tokens as the texts have room for; parts that are too long lose their ends.
 * @param texts int32 `[N, T]`, -1 where there is none, N at least 2; what frames them is replaced
 * @throws ConfigError for fewer than two texts, or places for fewer than 5 tokens, and where the tokenizer has no separator
 */
export function sentencePairs(texts: Tensor, key: Key, facts: TokenFacts): SentencePairs {
  const [n = 0, t = 0] = texts.shape;
  const { classification, separator, beginning, end } = facts.specials;
  const [opens, separates] = [classification ?? beginning, separator ?? end];
  if (n < 2 || t < 5)
    throw new ConfigError(
      `Next-sentence pairs are made of at least 2 texts of at least 5 tokens; got ${n} of ${t}. Take a larger \`batchSize\` or longer texts, or turn \`method.nextSentence\` off.`,
      { texts: n, tokens: t },
    );
  if (opens === undefined || separates === undefined)
    throw new ConfigError(
      "Next-sentence pairs are put together with a token that begins them and one that separates them, and this tokenizer lacks one: use a `tokenizer` that has both, such as wordpiece, or turn `method.nextSentence` off.",
    );
  const content = isContent(texts, facts);
  const compact = closeHoles(where(content, texts, -1)); // [N, T]
  const count = sum(cast(content, "float32"), 1, { keepDims: true }); // [N, 1]
  const room = Math.floor((t - 3) / 2);
  const first = minimum(floor(mul(count, 0.5)), room);
  const second = minimum(sub(count, first), t - 3 - room);

  const follows = less(uniform(key, [n, 1]), 0.5);
  const [others, otherFirst, otherSecond] = [compact, first, second].map((x) => roll(x, 1)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const both = concat([compact, where(follows, compact, others)], 1); // [N, 2T]
  const from = where(follows, first, otherFirst); // where the second part begins in its text
  const length = where(follows, second, otherSecond);

  const place = cast(range(t), "float32"); // [T]
  const middle = add(first, 1); // of the separator between
  const last = add(add(middle, length), 1); // of the one behind
  const inFirst = less(place, middle);
  // Place 0 opens, so the first part's token i stands at i + 1, and the second's behind the separator.
  const source = where(inFirst, sub(place, 1), add(sub(sub(place, middle), 1), add(from, t)));
  const parts = takeAlong(both, cast(clip(source, 0, 2 * t - 1), "int32"));
  const framed = where(equal(place, 0), opens, parts);
  const separated = where(or(equal(place, middle), equal(place, last)), separates, framed);
  const inSecond = and(greater(place, middle), lessEqual(place, last));
  return {
    tokens: where(lessEqual(place, last), separated, -1),
    segments: cast(inSecond, "int32"),
    follows: cast(sum(cast(follows, "float32"), 1), "int32"),
  };
}
