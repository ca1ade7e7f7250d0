import type { TextFacts } from "../../encoders/index.js";
import { type Tokenizer, tokenizerFromJson } from "../../tokenizers/index.js";
import type { TextData } from "./text-data.js";

/** A vocabulary takes a while to read, and every program asks for it. */
const known = new WeakMap<object, Tokenizer>();

/** What makes tokens of a run's texts. @throws DataError for one that was changed by hand */
export function tokenizerOf({ tokenizer: json }: Pick<TextData, "tokenizer">): Tokenizer {
  const made = known.get(json) ?? tokenizerFromJson(json, "the tokenizer in config.json");
  known.set(json, made);
  return made;
}

export function textFacts(data: Pick<TextData, "tokenizer" | "longest">): TextFacts {
  const { vocabulary, specials, continuesWord } = tokenizerOf(data);
  return {
    vocabulary: vocabulary.length,
    longest: data.longest,
    specials,
    beginsWord: continuesWord.map((continues) => 1 - continues),
  };
}
