import type { SpecialTokens } from "./special-tokens.js";
import type { TokenizerJson } from "./tokenizer-json.js";

/** Texts to ids and back. */
export interface Tokenizer {
  readonly kind: TokenizerKind;
  /** Tokens by id, special ones first, as tokenizer.json has them: bytes in GPT-2's alphabet, `##` where a word goes on. */
  readonly vocabulary: readonly string[];
  /** Ids of the special tokens by what they are there for. */
  readonly specials: SpecialTokens;
  /** Ids that `encode` with `framed` puts before a text and after it. */
  readonly frame: { readonly opening: readonly number[]; readonly closing: readonly number[] };
  /**
   * By id, 1 where a token goes on with the word that the token before it belongs to: what masks of whole words ask. For
   * WordPiece a word is BERT's; for the others it is white space and what follows until the next. Special tokens never do.
   */
  readonly continuesWord: Uint8Array;
  /** Ids of a text. Lone surrogates are taken for U+FFFD, but for characters, which do not know them. */
  encode(text: string, options?: EncodeOptions): Int32Array;
  /**
   * The text of ids: the same that was encoded, but for what the vocabulary does not know and, for WordPiece, white space, case
   * and accents.
   * @throws DataError for an id that does not exist
   */
  decode(ids: ArrayLike<number>, options?: DecodeOptions): string;
  /** What tokenizer.json holds: JSON.stringify makes the file. */
  toJson(): TokenizerJson;
}

export type TokenizerKind = "bytes" | "characters" | "bpe" | "wordpiece";

export interface EncodeOptions {
  /** Whether names of special tokens in the text (`[MASK]`) are that token (the default, as Hugging Face has it) or plain text. */
  readonly names?: "special" | "text";
  /** Whether the special tokens of the tokenizer's frame are put before and after. */
  readonly framed?: boolean;
}

export interface DecodeOptions {
  /** Whether special tokens are written or left out. */
  readonly specials?: "keep" | "skip";
}
