/**
 * BERT's masks: Pre-training of Deep Bidirectional Transformers for Language Understanding.
 * Devlin, Chang, Lee, Toutanova, 2019. https://arxiv.org/abs/1810.04805, section 3.1 and appendix A.1
 *
 * Of each text 15 % of the tokens are chosen: exactly, not with that probability (SPEC row 84). Of those 80 % become the
 * mask token, 10 % a random one, and 10 % stay; the model is not told which, and predicts at chosen places only.
 */
import { type Key, uniform } from "../random/index.js";
import {
  cast,
  constant,
  floor,
  gather,
  less,
  maximum,
  mul,
  range,
  type Tensor,
  takeAlong,
  topK,
  where,
} from "../tensor/index.js";
import { choosePlaces, chosenOf } from "./masked-places.js";
import { isOrdinary, maskToken, ordinaryIds, type TokenFacts } from "./token-facts.js";

export interface MaskTokensOptions {
  /** Of each text's tokens that are not special, rounded (halves up), at least one. Default 0.15. */
  readonly share?: number;
  /** How many of the chosen become the mask token, and a random one; the rest stay. Default 0.8 and 0.1. */
  readonly masked?: number;
  readonly random?: number;
  /** By id, 1 where a token begins a word: given, words are chosen as wholes, at most the share of tokens. */
  readonly beginsWord?: ArrayLike<number> | undefined;
}

export interface MaskedTokens {
  /** What the model sees, int32 `[N, T]`. */
  readonly tokens: Tensor;
  /** Where it has to predict, int32 `[N, K]`, in the order of the text; K is the share of T. */
  readonly places: Tensor;
  /** The tokens that stood there, int32 `[N, K]`; -1 where a shorter text has no place more, which costs nothing. */
  readonly targets: Tensor;
  /** 1 where a place counts, else 0, float32 `[N, K]`. */
  readonly counts: Tensor;
}

/**
 * Hides some tokens of each text. Every text has its own draws; the same key, seed and step give the same.
 * @param tokens int32 `[N, T]`, -1 where there is none
 * @throws ConfigError where tokens shall become the mask token, and the tokenizer has none
 */
export function maskTokens(
  tokens: Tensor,
  key: Key,
  facts: TokenFacts,
  { share = 0.15, masked = 0.8, random = 0.1, beginsWord }: MaskTokensOptions = {},
): MaskedTokens {
  const [n = 0, t = 0] = tokens.shape;
  const words = beginsWord === undefined ? undefined : continuing(tokens, beginsWord);
  const chosen = choosePlaces(isOrdinary(tokens, facts), key.child("places"), share, words);
  const fate = uniform(key.child("fate"), [n, t]);
  const ordinary = ordinaryIds(facts);
  const count = ordinary.shape[0] ?? 1;
  const drawn = cast(floor(mul(uniform(key.child("tokens"), [n, t]), count)), "int32");
  const others = where(less(fate, masked + random), gather(ordinary, drawn), tokens);
  const changed = masked === 0 ? others : where(less(fate, masked), maskToken("A mask", facts), others);
  const places = placesOf(chosen, chosenOf(t, share));
  const stood = takeAlong(tokens, places.places);
  return {
    ...places,
    tokens: where(chosen, changed, tokens),
    targets: where(less(places.counts, 0.5), -1, stood),
  };
}

/** Where tokens go on with a word, bool like tokens. */
function continuing(tokens: Tensor, beginsWord: ArrayLike<number>): Tensor {
  const table = Float32Array.from(beginsWord);
  return less(gather(constant(table, [table.length]), maximum(tokens, 0)), 0.5);
}

/** The places that are chosen, `[N, most]`, and whether there is one. */
function placesOf(chosen: Tensor, most: number): Pick<MaskedTokens, "places" | "counts"> {
  const t = chosen.shape[1] ?? 0;
  const { values } = topK(where(chosen, cast(range(t), "float32"), t), most, -1, { largest: false });
  const counts = less(values, t);
  return { places: cast(where(counts, values, 0), "int32"), counts: cast(counts, "float32") };
}
