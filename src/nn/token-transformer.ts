import { add, cast, gather, minimum, mul, reshape, slice, type Tensor, takeAlong } from "../tensor/index.js";
import { slotsFrom } from "./attention-mask.js";
import { dropout } from "./dropout.js";
import { embedding } from "./embedding.js";
import { truncatedNormal } from "./initialiser.js";
import type { KeysAndValues } from "./kept-keys.js";
import { layerNorm } from "./normalisation.js";
import type { Scope } from "./scope.js";
import { learnedPlaces, realPlaces, sinusoidalPlaces } from "./token-positions.js";
import { type TransformerBlockOptions, transformerStep } from "./transformer.js";

export interface TokenTransformerOptions
  extends Omit<TransformerBlockOptions, "past" | "places" | "real" | "rotary"> {
  /** Entries of the vocabulary. */
  readonly vocabulary: number;
  readonly width: number;
  readonly depth: number;
  /** Tokens of the longest text; what `rotary` is free of. */
  readonly longest: number;
  readonly positions: "learned" | "sinusoidal" | "rotary";
}

/** What is known of the tokens of a batch. */
export interface TokenBatch {
  /**
   * 1 (or true) where a token is real, 0 where it is padding, on either side: `[N, P + T]` after P past ones, or `[N, P]`
   * where those have slots, of which the new tokens take some.
   */
  readonly real?: Tensor | undefined;
  /** 1 where a token belongs to the second of two parts, else 0, `[N, T]`; a learned vector is added to those that do. */
  readonly segments?: Tensor | undefined;
  /** What each layer gave for the tokens before, in order. */
  readonly past?: readonly KeysAndValues[] | undefined;
}

export interface TokenStates {
  /** `[N, T, D]`, after the last layer norm. */
  readonly states: Tensor;
  /** After each block, for probes. */
  readonly layers: readonly Tensor[];
  /** Keys and values of each layer, `[N, heads, P + T, d]`: the `past` of a call with what follows. */
  readonly past: readonly KeysAndValues[];
}

/**
 * A transformer over tokens: with `causal` a decoder, as GPT-2; without, an encoder, as BERT (`norm: "post"` for its order).
 * Logits with the table's own weights: `tiedLogits` (or `linearCrossEntropy` with `embeddingTable`) at
 * `scope.child("tokens")`. Padding changes nothing for real tokens, whichever side it is on.
 * @param tokens whole numbers of 0..vocabulary-1, `[N, T]`, padding too
 * @throws ShapeError when there are more tokens than positions
 */
export function tokenTransformer(
  scope: Scope,
  tokens: Tensor,
  { vocabulary, width, depth, longest, positions, ...block }: TokenTransformerOptions,
  { real, past, segments }: TokenBatch = {},
): TokenStates {
  const t = tokens.shape[1] ?? 0;
  const from = past?.[0]?.keys.shape[2] ?? 0;
  const places = placesOf(t, from, real, past?.[0]?.at);
  const which = { length: t, from, places };
  let h = embedding(scope.child("tokens"), tokens, vocabulary, width);
  if (positions === "learned") h = add(h, learnedPlaces(scope.child("places"), longest, width, which));
  if (positions === "sinusoidal") h = add(h, sinusoidalPlaces(longest, width, which));
  if (segments !== undefined) h = add(h, secondPart(scope, segments, width));
  const post = block.norm === "post";
  if (post) h = layerNorm(scope.child("norm"), h);
  h = dropout(scope.child("tokens"), h, block.dropout ?? 0);
  const layers: Tensor[] = [];
  const grown: KeysAndValues[] = [];
  for (let i = 0; i < depth; i++) {
    const { y, ...kept } = transformerStep(scope.child(`block${i + 1}`), h, {
      ...block,
      rotary: positions === "rotary",
      real,
      past: past?.[i],
      places,
    });
    h = y;
    layers.push(h);
    grown.push(kept);
  }
  return { states: post ? h : layerNorm(scope.child("norm"), h), layers, past: grown };
}

/**
 * What tells the second of two parts from the first, `[N, T, width]`. The first has no vector of its own, which would be added
 * to everything: so a text without parts is what a first part is.
 */
function secondPart(scope: Scope, segments: Tensor, width: number): Tensor {
  const vector = scope.parameter("segment", [width], truncatedNormal(0.02));
  return mul(reshape(cast(segments, "float32"), [...segments.shape, 1]), vector);
}

/** Where the tokens stand among the real ones; undefined where that is from `from` on. */
function placesOf(
  t: number,
  from: number,
  real: Tensor | undefined,
  at: Tensor | undefined,
): Tensor | undefined {
  if (at !== undefined) {
    const shared = at.shape.length === 0;
    // Padding behind a text may stand behind the last slot, where nothing is kept of it.
    const slots = shared ? slotsFrom(at, t) : minimum(slotsFrom(at, t), from - 1);
    if (real === undefined) return slots;
    return shared ? gather(realPlaces(real), slots, 1) : takeAlong(realPlaces(real), slots, 1);
  }
  return real === undefined ? undefined : slice(realPlaces(real), 1, from, from + t);
}
