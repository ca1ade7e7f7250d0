import type { Encoder, TextFacts } from "../../encoders/index.js";
import type { TextData } from "../../kinds/index.js";
import type { Method } from "../../methods/index.js";
import type { RunConfig } from "../../setup/index.js";
import type { Tokenizer } from "../../tokenizers/index.js";

/** A run of texts that is exported. */
export interface TextRun {
  readonly config: RunConfig & { readonly data: TextData };
  readonly encoder: Encoder;
  readonly method: Method;
  readonly facts: TextFacts;
  readonly tokenizer: Tokenizer;
}
