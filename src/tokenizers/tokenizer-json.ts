import { type Frame, namesOf, type SpecialRole, type SpecialTokens, specialNames } from "./special-tokens.js";

/** Hugging Face's tokenizer.json, as far as it is written here. */
export interface TokenizerJson {
  readonly version: "1.0";
  readonly truncation: null;
  readonly padding: null;
  readonly added_tokens: readonly AddedToken[];
  readonly normalizer: JsonPart | null;
  readonly pre_tokenizer: JsonPart | null;
  readonly post_processor: JsonPart | null;
  readonly decoder: JsonPart;
  readonly model: JsonModel;
}

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
  readonly special: boolean;
}

export interface JsonPart {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface JsonModel extends JsonPart {
  readonly vocab: Readonly<Record<string, number>>;
}

/** What differs between tokenizers. */
export interface JsonFacts {
  readonly normalizer: JsonPart | null;
  readonly preTokenizer: JsonPart | null;
  readonly decoder: JsonPart;
  readonly model: JsonPart;
}

/** The whole file: special tokens stand in the vocabulary as well, since the Rust library numbers those anew that do not. */
export function tokenizerJson(
  vocabulary: readonly string[],
  specials: SpecialTokens,
  frame: Frame | undefined,
  facts: JsonFacts,
): TokenizerJson {
  const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return {
    ...{ version: "1.0", truncation: null, padding: null },
    added_tokens: namesOf(specials).map((content, id) => ({ id, content, ...plain })),
    normalizer: facts.normalizer,
    pre_tokenizer: facts.preTokenizer,
    post_processor: frame === undefined ? null : template(specials, frame),
    decoder: facts.decoder,
    model: {
      ...facts.model,
      // From entries, so that a token such as __proto__ is an entry like any other.
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  };
}

function template(specials: SpecialTokens, { opening, closing }: Frame): JsonPart {
  const special = (type: number) => (role: SpecialRole) => ({
    SpecialToken: { id: specialNames[role], type_id: type },
  });
  const text = (id: string, type: number) => ({ Sequence: { id, type_id: type } });
  const single = [...opening.map(special(0)), text("A", 0), ...closing.map(special(0))];
  const used = [...new Set([...opening, ...closing])].map((role) => {
    const name = specialNames[role];
    return [name, { id: name, ids: [specials[role]], tokens: [name] }];
  });
  return {
    type: "TemplateProcessing",
    single,
    pair: [...single, text("B", 1), ...closing.map(special(1))],
    special_tokens: Object.fromEntries(used),
  };
}
