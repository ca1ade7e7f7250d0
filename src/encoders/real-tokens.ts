import { ConfigError } from "../errors.js";
import { greaterEqual, maximum, type Tensor } from "../tensor/index.js";
import type { EncodeOptions } from "./encoder.js";
import type { TextFacts } from "./input-facts.js";

/** Tokens to be looked up, `[N, T]`, and where they are real. */
export interface RealTokens {
  /** Tokens, with 0 where there is none. */
  readonly tokens: Tensor;
  /** Where there is one, bool. */
  readonly real: Tensor;
}

/** Tells what there is of tokens int32 `[N, T]`, -1 where there is none. */
export function realTokens(x: Tensor): RealTokens {
  return { tokens: maximum(x, 0), real: greaterEqual(x, 0) };
}

/**
 * What an encoder has to be told of texts, which a run always does.
 * @throws ConfigError where it was not
 */
export function textFacts(
  encoder: string,
  { vocabulary, longest }: EncodeOptions,
): Pick<TextFacts, "vocabulary" | "longest"> {
  if (vocabulary !== undefined && longest !== undefined) return { vocabulary, longest };
  throw new ConfigError(
    `The encoder ${encoder} looks tokens up in a table, so it has to be told the vocabulary and the longest text: apply it with the facts of the texts.`,
  );
}
