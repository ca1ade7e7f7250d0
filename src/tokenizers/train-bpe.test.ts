import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesInOrder, characterOfByte } from "./byte-alphabet.js";
import { byteLevelPattern } from "./byte-level-words.js";
import { anyText, cutAt, manyScripts } from "./texts.suite.js";
import { trainBpe } from "./train-bpe.js";
import type { TrainingOptions } from "./training-options.js";

const merges = async (options: TrainingOptions) => (await trainBpe(options)).toJson().model.merges;

/** Counts all pairs anew for every merge. */
function slowMerges(text: string, count: number, minimumFrequency: number) {
  const pattern = new RegExp(
    byteLevelPattern.replaceAll("\\s", "\\p{White_Space}").replace("\\S", "\\P{White_Space}"),
    "gu",
  );
  const words = (text.match(pattern) ?? []).map((word) =>
    Array.from(new TextEncoder().encode(word), (byte) => characterOfByte[byte]!),
  );
  const tokens = bytesInOrder.map((byte) => characterOfByte[byte]!);
  const merges: string[][] = [];
  while (tokens.length < 256 + count) {
    const counts = new Map<string, number>();
    for (const word of words)
      for (let i = 1; i < word.length; i++) {
        const pair = `${word[i - 1]} ${word[i]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    const rank = ([pair]: readonly [string, number]) => {
      const [first, second] = pair.split(" ");
      return tokens.indexOf(first!) * 1e6 + tokens.indexOf(second!);
    };
    const most = Math.max(...counts.values());
    const best = [...counts].filter(([, often]) => often === most).sort((a, b) => rank(a) - rank(b))[0];
    if (best === undefined || best[1] < minimumFrequency) break;
    const [first, second] = best[0].split(" ") as [string, string];
    if (!tokens.includes(first + second)) tokens.push(first + second);
    if (!merges.some((merge) => merge[0] === first && merge[1] === second)) merges.push([first, second]);
    for (const word of words)
      for (let i = 1; i < word.length; i++)
        if (word[i - 1] === first && word[i] === second) word.splice(i - 1, 2, first + second);
  }
  return merges;
}

const few = fc.array(fc.constantFrom("a", "b", "aa", "ab", "ba", " ", "\n", "é", "'s", "aaaa"), {
  maxLength: 60,
});

test("merges are those of a trainer that counts anew every time", async () => {
  await fc.assert(
    fc.asyncProperty(few, fc.integer({ min: 1, max: 3 }), async (parts, minimumFrequency) => {
      const text = parts.join("");
      fc.pre(text !== "");
      const expected = slowMerges(text, 12, minimumFrequency);
      const entries = 256 + new Set(expected.map((merge) => merge.join(""))).size;
      const found = await merges({ texts: [text], vocabularySize: entries, minimumFrequency, specials: [] });
      expect(found).toEqual(expected.slice(0, (found as unknown[]).length));
      expect(new Set(expected.slice((found as unknown[]).length).map((merge) => merge.join(""))).size).toBe(
        0,
      );
    }),
    { numRuns: 150 },
  );
  expect(await merges({ texts: [manyScripts], vocabularySize: 340, specials: [] })).toEqual(
    slowMerges(manyScripts, 84, 2),
  );
});

test("merges are the same wherever the stream is cut", async () => {
  const expected = await merges({ texts: [manyScripts], vocabularySize: 360 });
  async function* stream(pieces: readonly string[]) {
    yield* pieces;
  }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 40 }), fc.boolean(), async (places, later) => {
      const pieces = cutAt(manyScripts, places);
      const texts = later ? stream(pieces) : pieces;
      expect(await merges({ texts, items: "pieces", vocabularySize: 360 })).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

test("long streams are read piece by piece, cut where no word goes on", async () => {
  // Longer than what is put together before it is looked at, with stretches without white space.
  const text = `${"a'r".repeat(30_000)} 're ${manyScripts.repeat(30)}${"xyz".repeat(50_000)}  \n${manyScripts}`;
  const expected = await merges({ texts: [text], vocabularySize: 330 });
  const places = Array.from({ length: 900 }, (_, i) => i * 977);
  expect(await merges({ texts: cutAt(text, places), items: "pieces", vocabularySize: 330 })).toEqual(
    expected,
  );
});

test("NUL and lone surrogates are texts like any other", async () => {
  const tokenizer = await trainBpe({
    texts: ["\0\0 \0\0 \ud800\ud800 \ud800\ud800"],
    vocabularySize: 260,
    specials: [],
  });
  expect(tokenizer.vocabulary.slice(256)).toContain("ĀĀ");
  expect(tokenizer.decode(tokenizer.encode("\0\ud800"))).toBe("\0\ufffd");
});

test("no merge makes the name of a special token", async () => {
  const texts = [Array(50).fill("[MASK]<eos>").join(" ")];
  const tokenizer = await trainBpe({ texts, vocabularySize: 270 });
  expect(new Set(tokenizer.vocabulary).size).toBe(tokenizer.vocabulary.length);
  fc.assert(
    fc.property(anyText, (text) => {
      const ids = tokenizer.encode(text, { names: "text" });
      expect(ids.every((id) => id >= 7)).toBe(true);
    }),
  );
});

test("texts that give no such vocabulary are refused in a sentence", async () => {
  for (const texts of [[], [""], ["", ""]])
    await expect(trainBpe({ texts, vocabularySize: 300 })).rejects.toThrow("these hold no word");
  await expect(trainBpe({ texts: ["abab abab"], vocabularySize: 8000 })).rejects.toThrow(
    "These texts give a vocabulary of 265 entries and no more, as nothing else occurs 2 times or more (`minimumFrequency`), fewer than the 8000 that were asked for (`vocabularySize`); ask for 265 or fewer, or give more text.",
  );
  await expect(trainBpe({ texts: ["abab abab"], vocabularySize: 200 })).rejects.toThrow(
    "its 7 special tokens and 256 bytes, 263 entries, more than the 200 that were asked for (`vocabularySize`); ask for 263 or more.",
  );
  await expect(trainBpe({ texts: ["a"], vocabularySize: 300.5 })).rejects.toThrow(
    "`vocabularySize` is a whole number",
  );
  await expect(trainBpe({ texts: "a b" as unknown as string[], vocabularySize: 300 })).rejects.toThrow(
    "this is one text",
  );
});
