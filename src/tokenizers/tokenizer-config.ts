import { type SpecialRole, specialNames } from "./special-tokens.js";
import type { Tokenizer } from "./tokenizer.js";

const fields: Readonly<Record<SpecialRole, string>> = {
  padding: "pad_token",
  unknown: "unk_token",
  classification: "cls_token",
  separator: "sep_token",
  mask: "mask_token",
  beginning: "bos_token",
  end: "eos_token",
};

/**
 * What tokenizer_config.json holds beside tokenizer.json: names of special tokens by role, without which batches of unequal texts
 * and masks fail in transformers.js, the longest text, which stands nowhere else there, and that decoded texts are left as
 * they are: by default spaces before punctuation are taken away.
 * @param longest tokens of the longest text that a model takes
 */
export function tokenizerConfig(tokenizer: Tokenizer, longest?: number): Readonly<Record<string, unknown>> {
  const roles = Object.keys(tokenizer.specials) as SpecialRole[];
  return {
    clean_up_tokenization_spaces: false,
    ...(longest === undefined ? {} : { model_max_length: longest }),
    ...Object.fromEntries(roles.map((role) => [fields[role], specialNames[role]])),
  };
}
