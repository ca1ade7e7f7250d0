import type { EncodeOptions, Encoding } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import type { Branch, ViewGroup } from "./step.js";

/** Texts as they are: what is hidden of them a method hides itself. */
export const plainTexts: readonly ViewGroup[] = [{ count: 1, strength: "none" }];

/** What an encoder of texts gives, with a vector a token and the table of embeddings. */
export interface TextEncoding extends Encoding {
  readonly tokens: Tensor;
  readonly table: Tensor;
}

/**
 * Runs the encoder over tokens, for methods that predict tokens.
 * @throws ConfigError where it gives no vector a token, or no table
 */
export function encodeTexts(model: Branch, x: Tensor, options?: EncodeOptions): TextEncoding {
  const encoding = model.encodeAll(x, options);
  const { tokens } = encoding;
  if (tokens !== undefined) return { ...encoding, tokens, table: tableOf(encoding) };
  throw new ConfigError(
    "A method that predicts tokens at their places needs an encoder that gives a vector a token: use the `encoder` transformer or gru.",
  );
}

/**
 * The encoder's table of embeddings `[V, D]`.
 * @throws ConfigError where it gives none
 */
export function tableOf({ table }: Encoding): Tensor {
  if (table !== undefined) return table;
  throw new ConfigError(
    "A method that predicts tokens needs an encoder that gives its table of embeddings: use the `encoder` transformer, gru or bag-of-words.",
  );
}
