import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteTokenizer } from "./byte-tokenizer.js";
import { anyText, manyScripts } from "./texts.suite.js";
import type { Tokenizer } from "./tokenizer.js";
import { trainBpe } from "./train-bpe.js";
import { trainCharacters } from "./train-characters.js";
import { trainWordPiece } from "./train-word-piece.js";

const texts = [manyScripts];
const wellFormed = (text: string) => text.replace(/\p{Cs}/gu, "\ufffd");

function comesBack(tokenizer: Tokenizer, text: string): void {
  for (const names of ["special", "text"] as const)
    expect(tokenizer.decode(tokenizer.encode(text, { names }))).toBe(wellFormed(text));
}

describe("decode(encode(text)) is the text", () => {
  test("for bytes", () => {
    fc.assert(fc.property(anyText, (text) => comesBack(byteTokenizer(), text)));
    fc.assert(fc.property(anyText, (text) => comesBack(byteTokenizer({ specials: [] }), text)));
  });

  test("for byte-level BPE", async () => {
    const tokenizer = await trainBpe({ texts, vocabularySize: 400 });
    fc.assert(fc.property(anyText, (text) => comesBack(tokenizer, text)));
  });

  test("for characters that were seen", async () => {
    const tokenizer = await trainCharacters({ texts });
    const seen = fc.string({ unit: fc.constantFrom(...new Set(manyScripts)) });
    fc.assert(fc.property(seen, (text) => comesBack(tokenizer, text)));
    expect(tokenizer.decode(tokenizer.encode("a\u{1f9ff}\ud800b"))).toBe("a[UNK][UNK]b");
  });

  test("for words of WordPiece, but for what normalising takes", async () => {
    const tokenizer = await trainWordPiece({ texts, vocabularySize: 365 });
    expect(tokenizer.decode(tokenizer.encode("The  ÁPPLE\0 ate\tΟΔΟΣ 𠀀𠀁"))).toBe(
      "the apple ate οδοσ 𠀀 𠀁",
    );
  });
});

test("names of special tokens are those tokens, or plain text where it is asked for", () => {
  const tokenizer = byteTokenizer({ specials: ["mask", "padding"] });
  expect(tokenizer.specials).toEqual({ padding: 0, mask: 1 });
  expect([...tokenizer.encode("a[MASK][UNK]")]).toEqual([
    99,
    1,
    ...[..."[UNK]"].map((c) => c.charCodeAt(0) + 2),
  ]);
  expect(tokenizer.encode("[MASK]", { names: "text" })).toHaveLength(6);
  expect(tokenizer.decode([1, 99, 0], { specials: "skip" })).toBe("a");
});

test("tokens say whether they go on with a word", async () => {
  const pieces = await trainWordPiece({ texts, vocabularySize: 365 });
  const going = pieces.vocabulary.filter((_, id) => pieces.continuesWord[id]);
  expect(going).toEqual(pieces.vocabulary.filter((token) => token.startsWith("##")));
  const pairs = await trainBpe({ texts, vocabularySize: 400 });
  const ids = [...pairs.encode("the apple,\nthe man")];
  const words: string[] = [];
  for (const id of ids) {
    if (pairs.continuesWord[id] && words.length > 0) words[words.length - 1] += pairs.decode([id]);
    else words.push(pairs.decode([id]));
  }
  expect(words).toEqual(["the", " apple,", "\nthe", " man"]);
  expect([...pairs.continuesWord.slice(0, 7)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test("ids that do not exist and frames of tokens that are not there are refused", () => {
  const tokenizer = byteTokenizer({ specials: ["end"] });
  for (const id of [-1, 257, 0.5, Number.NaN])
    expect(() => tokenizer.decode([5, id])).toThrow(`whole numbers from 0 to 256, not ${id}`);
  expect(() => byteTokenizer({ specials: ["end"], frame: { opening: ["beginning"], closing: [] } })).toThrow(
    "<bos> is to stand beside texts (`frame`)",
  );
  expect(() => byteTokenizer({ specials: ["eos" as "end"] })).toThrow(
    "A special token is there for padding, unknown",
  );
});
