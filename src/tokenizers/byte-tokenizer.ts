import { buildTokenizer } from "./build-tokenizer.js";
import { characterOfByte } from "./byte-alphabet.js";
import { byteDecoder } from "./byte-decoder.js";
import { type Frame, namesOf, type SpecialRole, specialRoles, specialTokens } from "./special-tokens.js";
import type { Tokenizer } from "./tokenizer.js";

export interface ByteTokenizerOptions {
  /** Special tokens by what they are there for; all of them by default. */
  readonly specials?: readonly SpecialRole[];
  /** What `encode` with `framed` puts beside a text. */
  readonly frame?: Frame | undefined;
}

/** Which bytes go on with a word: all but the white space of ASCII, which begins one. */
export const continuesInBytes = (token: string): boolean => !/^[ĉĊċČčĠ]/.test(token);

const encoder = new TextEncoder();

/**
 * Texts as the bytes of their UTF-8: no text is unknown and nothing is trained. A byte's id is its value plus the number of
 * special tokens.
 */
export function byteTokenizer({
  specials: roles = specialRoles,
  frame,
}: ByteTokenizerOptions = {}): Tokenizer {
  const specials = specialTokens(roles);
  const names = namesOf(specials);
  const vocabulary = [...names, ...characterOfByte];
  return buildTokenizer({
    ...{ kind: "bytes", vocabulary, specials, frame },
    json: byteJson({ type: "ByteLevel", ...byteLevel }, []),
    continues: continuesInBytes,
    encode(text, into) {
      for (const byte of encoder.encode(text)) into.push(names.length + byte);
    },
    decode: byteDecoder(vocabulary, names.length),
  });
}

/** Hugging Face's words for bytes in GPT-2's alphabet, with nothing put before a text. */
export const byteLevel = { add_prefix_space: false, trim_offsets: false, use_regex: false } as const;

/** What the file of a tokenizer of bytes holds; its model is a BPE, without merges where bytes are all there is. */
export function byteJson(
  preTokenizer: { readonly type: string },
  merges: readonly (readonly [string, string])[],
) {
  return {
    normalizer: null,
    preTokenizer,
    decoder: { type: "ByteLevel", ...byteLevel },
    model: pairModel(null, merges),
  };
}

/** A model of pairs that are merged. */
export function pairModel(unknown: string | null, merges: readonly (readonly [string, string])[]) {
  return {
    ...{ type: "BPE", dropout: null, unk_token: unknown, continuing_subword_prefix: null },
    ...{ end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: false },
    merges,
  };
}
