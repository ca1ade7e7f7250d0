import { beforeAll, describe, expect, test } from "vitest";
import { byteTokenizer } from "./byte-tokenizer.js";
import { manyScripts } from "./texts.suite.js";
import type { Tokenizer } from "./tokenizer.js";
import { tokenizerConfig } from "./tokenizer-config.js";
import { tokenizerFromJson } from "./tokenizer-from-json.js";
import { trainBpe } from "./train-bpe.js";
import { trainCharacters } from "./train-characters.js";
import { trainWordPiece } from "./train-word-piece.js";

const texts = [manyScripts];
const frame = { opening: ["classification"], closing: ["separator", "end"] } as const;
let all: readonly Tokenizer[];
beforeAll(async () => {
  all = [
    byteTokenizer(),
    byteTokenizer({ specials: [], frame: { opening: [], closing: [] } }),
    byteTokenizer({ frame }),
    await trainCharacters({ texts: [...texts, "__proto__ 0123456789"], specials: ["unknown", "end"] }),
    await trainBpe({ texts, vocabularySize: 380, frame }),
    await trainWordPiece({ texts, vocabularySize: 365 }),
    await trainWordPiece({ texts, vocabularySize: 365, lowercase: false, frame }),
  ];
});

test("a file gives the tokenizer that it was written from", () => {
  for (const tokenizer of all) {
    const text = JSON.stringify(tokenizer.toJson());
    const again = tokenizerFromJson(text);
    expect(JSON.stringify(again.toJson())).toBe(text);
    const { kind, vocabulary, specials, continuesWord } = tokenizer;
    expect(again).toMatchObject({ kind, vocabulary, specials, continuesWord });
    for (const framed of [true, false])
      expect(again.encode(manyScripts, { framed })).toEqual(tokenizer.encode(manyScripts, { framed }));
  }
});

describe("files that are otherwise are refused", () => {
  const changes: Readonly<Record<string, (file: Record<string, unknown>) => unknown>> = {
    '"normalizer" is otherwise': (file) => ({ ...file, normalizer: { type: "NFC" } }),
    '"pre_tokenizer" is otherwise': (file) => ({ ...file, pre_tokenizer: { type: "Sequence" } }),
    '"post_processor" is otherwise': (file) => ({ ...file, post_processor: { single: 1 } }),
    '"truncation" is otherwise': (file) => ({ ...file, truncation: { max_length: 5 } }),
    '"more" is otherwise': (file) => ({ ...file, more: 1 }),
    '"__proto__" is otherwise': (file) => JSON.parse(JSON.stringify(file).replace("{", '{"__proto__":{},')),
    "its entries are not numbered": (file) => ({ ...file, model: { type: "BPE", vocab: { a: 0, b: 2 } } }),
    "its model is none of those": (file) => ({
      ...file,
      model: { ...(file.model as object), type: "Unigram" },
    }),
  };
  test.each(Object.entries(changes))("%s", (message, change) => {
    const file = JSON.parse(JSON.stringify(all[4]!.toJson()));
    expect(() => tokenizerFromJson(change(file) as object)).toThrow(message);
  });

  test("merges that make no token, or a special one, or come twice", () => {
    for (const more of [["a", "zz"], ["zz", "q"], ["[PAD", "]"], "a b", ["Ġ", "t"], ["Ġ", "t", "h"]]) {
      const file = JSON.parse(JSON.stringify(all[4]!.toJson()));
      file.model.merges.push(more);
      expect(() => tokenizerFromJson(file), JSON.stringify(more)).toThrow("its model is none of those");
    }
  });

  test("what is no JSON, or no tokenizer", () => {
    expect(() => tokenizerFromJson("{", "runs/a/tokenizer.json")).toThrow("runs/a/tokenizer.json is no JSON");
    for (const text of ["null", "[]", "3", "{}", '{"model":null}'])
      expect(() => tokenizerFromJson(text), text).toThrow("is not as the tokenizers here are written");
  });
});

test("tokenizer_config.json names special tokens by role", () => {
  expect(tokenizerConfig(byteTokenizer({ specials: ["padding", "mask"] }), 64)).toEqual({
    ...{
      clean_up_tokenization_spaces: false,
      model_max_length: 64,
      pad_token: "[PAD]",
      mask_token: "[MASK]",
    },
  });
});
