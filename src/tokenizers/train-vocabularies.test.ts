import { expect, test } from "vitest";
import { cutAt, manyScripts } from "./texts.suite.js";
import { trainCharacters } from "./train-characters.js";
import { trainWordPiece } from "./train-word-piece.js";

const places = Array.from({ length: 200 }, (_, i) => i * 31);
const specials = ["padding", "unknown"] as const;

test("characters are in their order; the most frequent are kept", async () => {
  const all = await trainCharacters({ texts: ["cab", "ba \u{1f600}", "a\ud800"], specials });
  expect(all.vocabulary).toEqual(["[PAD]", "[UNK]", " ", "a", "b", "c", "\u{1f600}"]);
  const few = await trainCharacters({ texts: ["cab", "ba"], specials, vocabularySize: 4 });
  expect(few.vocabulary).toEqual(["[PAD]", "[UNK]", "a", "b"]);
  expect([...few.encode("cab\u{1f600}")]).toEqual([1, 2, 3, 1]);
});

test("characters are the same wherever the stream is cut", async () => {
  const whole = await trainCharacters({ texts: [manyScripts] });
  const cut = await trainCharacters({ texts: cutAt(manyScripts, places), items: "pieces" });
  expect(cut.vocabulary).toEqual(whole.vocabulary);
});

test("pieces of words begin with characters, merge by frequency, and are the same wherever the stream is cut", async () => {
  const texts = ["hugs hugs hug pug pugs"];
  const tokenizer = await trainWordPiece({ texts, specials, vocabularySize: 14 });
  expect(tokenizer.vocabulary).toEqual([
    ...["[PAD]", "[UNK]", "g", "h", "p", "s", "u", "##g", "##s", "##u"],
    // Five times; three times, as ##ug and ##s, whose first id is larger; twice, as hug and ##s, which are next.
    ...["##ug", "hug", "pug", "hugs"],
  ]);
  const whole = await trainWordPiece({ texts: [manyScripts], vocabularySize: 365 });
  const cut = await trainWordPiece({
    texts: cutAt(manyScripts, places),
    items: "pieces",
    vocabularySize: 365,
  });
  expect(cut.vocabulary).toEqual(whole.vocabulary);
});

test("a word with a character beyond the alphabet is unknown", async () => {
  const texts = ["aa ab aa ab xa"];
  const tokenizer = await trainWordPiece({ texts, specials, vocabularySize: 7, alphabetSize: 2 });
  expect(tokenizer.vocabulary).toEqual(["[PAD]", "[UNK]", "a", "b", "##a", "##b", "aa"]);
  expect([...tokenizer.encode("aaa xa")]).toEqual([6, 4, 1]);
});

test("texts that give no such vocabulary are refused in a sentence", async () => {
  await expect(trainCharacters({ texts: ["", "\ud800"] })).rejects.toThrow("these hold no word");
  await expect(trainCharacters({ texts: ["ab"], vocabularySize: 100 })).rejects.toThrow(
    "a vocabulary of 9 entries",
  );
  await expect(trainCharacters({ texts: ["ab"], vocabularySize: 7 })).rejects.toThrow(
    "7 special tokens and 1 character",
  );
  await expect(trainCharacters({ texts: ["ab"], specials: ["padding"] })).rejects.toThrow("needs [UNK]");
  await expect(trainWordPiece({ texts: [" \0\u200b\ud800"], vocabularySize: 100 })).rejects.toThrow(
    "hold no word",
  );
  await expect(trainWordPiece({ texts: ["ab ab"], vocabularySize: 100 })).rejects.toThrow(
    "of 11 entries and no more",
  );
  await expect(trainWordPiece({ texts: ["ab ab"], vocabularySize: 8 })).rejects.toThrow(
    "7 special tokens and 3 characters",
  );
});
