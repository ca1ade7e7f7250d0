import type { Tensor } from "../tensor/index.js";

/** What an encoder reads: pictures float32 `[N, C, H, W]`, standardised, or tokens int32 `[N, T]`, -1 where there is none. */
export type Reads = "pictures" | "tokens";

/** Pictures as encoders see them, standardised, and as people do, in 0..1. */
export interface PictureFacts {
  /** Channels, height and width of a full picture. */
  readonly picture: readonly [channels: number, height: number, width: number];
  /** Standardised `[N, C, h, w]` to 0..1 (outside it where x is). */
  toPixels(x: Tensor): Tensor;
  /** 0..1 to standardised. */
  fromPixels(pixels: Tensor): Tensor;
}

/** What there is to know of texts beside their tokens. */
export interface TextFacts {
  /** Entries of the vocabulary, special tokens among them. */
  readonly vocabulary: number;
  /** Tokens of the longest text. */
  readonly longest: number;
  /** Ids of the tokens that stand for no text, by what they are there for, as far as the tokenizer has them. */
  readonly specials: Readonly<
    Partial<
      Record<"padding" | "unknown" | "classification" | "separator" | "mask" | "beginning" | "end", number>
    >
  >;
  /** 1 where an entry of the vocabulary begins a word, `[vocabulary]`; missing where nobody knows. */
  readonly beginsWord?: Uint8Array;
}

/** What is known of an encoder's input, by what it reads. */
export interface FactsOf {
  readonly pictures: PictureFacts;
  readonly tokens: TextFacts;
}

/** What a run tells an encoder of its input: all of what it reads. */
export type InputFacts = Partial<PictureFacts & TextFacts>;

/** What `Reads` are called in messages. */
export const readingCalled: Readonly<Record<Reads, string>> = {
  pictures: "pictures",
  tokens: "tokens of texts",
};
