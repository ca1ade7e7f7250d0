import { Tokenizer as HuggingFace } from "@huggingface/tokenizers";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { byteTokenizer } from "./byte-tokenizer.js";
import { anyText, manyScripts } from "./texts.suite.js";
import type { Tokenizer } from "./tokenizer.js";
import { tokenizerConfig } from "./tokenizer-config.js";
import { trainBpe } from "./train-bpe.js";
import { trainCharacters } from "./train-characters.js";
import { trainWordPiece } from "./train-word-piece.js";

const frame = { opening: ["classification"], closing: ["separator"] } as const;
const texts = [manyScripts];

const made: Readonly<Record<string, () => Promise<Tokenizer>>> = {
  bytes: async () => byteTokenizer({ frame }),
  characters: () => trainCharacters({ texts, frame }),
  bpe: () => trainBpe({ texts, vocabularySize: 420, frame }),
  "wordpiece, uncased": () => trainWordPiece({ texts, vocabularySize: 365, frame }),
  "wordpiece, cased": () => trainWordPiece({ texts, vocabularySize: 365, lowercase: false, frame }),
};

describe.each(Object.entries(made))("%s", (_, make) => {
  let ours: Tokenizer;
  let theirs: HuggingFace;
  const open = (tokenizer: Tokenizer) =>
    new HuggingFace(JSON.parse(JSON.stringify(tokenizer.toJson())), tokenizerConfig(tokenizer));

  beforeAll(async () => {
    ours = await make();
    theirs = open(ours);
  });

  const sameIds = (text: string) => {
    expect([...ours.encode(text, { framed: true })]).toEqual(theirs.encode(text).ids);
    expect([...ours.encode(text)]).toEqual(theirs.encode(text, { add_special_tokens: false }).ids);
  };

  test("@huggingface/tokenizers gives the same ids", () => {
    for (const text of ["", manyScripts, "[MASK]", " a", "a ", "a\n\n b", "x".repeat(300)]) sameIds(text);
    fc.assert(fc.property(anyText, sameIds), { numRuns: 400 });
  });

  test("every character between two letters gives the same ids", () => {
    // In stretches, each character in two places: as a word goes on, and by itself.
    for (let from = 0; from < 0x3_0000; from += 0x1000) {
      if (from >= 0x1_0000 && from < 0x1_d000) continue;
      const stretch = Array.from({ length: 0x80 }, (_, i) =>
        String.fromCodePoint(from + i * 31 + (from >> 12)),
      );
      sameIds(stretch.map((character) => `a${character}b ${character} `).join(""));
    }
  });

  test("@huggingface/tokenizers decodes to the same text", () => {
    const ids = fc.array(fc.nat(ours.vocabulary.length - 1), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(ids, (given) => {
        expect(ours.decode(given)).toBe(theirs.decode(given));
        expect(ours.decode(given, { specials: "skip" })).toBe(
          theirs.decode(given, { skip_special_tokens: true }),
        );
      }),
    );
  });

  test("the vocabulary is the file's", () => {
    expect([...theirs.get_vocab().keys()]).toEqual(ours.vocabulary);
    expect(theirs.special_tokens).toEqual(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "<bos>", "<eos>"]);
  });
});
