import fc from "fast-check";
import { expect, test } from "vitest";
import { bertWords } from "./bert-words.js";
import { byteLevelPattern, byteLevelWords } from "./byte-level-words.js";
import { anyText } from "./texts.suite.js";
import type { WordSplitter } from "./word-splitter.js";
import { WordTable } from "./word-table.js";

function wordsOf(splitter: WordSplitter, text: string): string[] {
  const prepared = splitter.prepare(text);
  const words: string[] = [];
  for (let start = splitter.start(prepared, 0); start < prepared.length; ) {
    const end = splitter.end(prepared, start);
    words.push(prepared.slice(start, end));
    start = splitter.start(prepared, end);
  }
  return words;
}

const spelled = byteLevelPattern.replaceAll("\\s", "\\p{White_Space}").replace("\\S", "\\P{White_Space}");
const endings = fc.array(fc.constantFrom("'", "r", "e", "l", "s", "v", " ", "\n", "1", "?", "'re", "\u0085"));

test("the scan finds GPT-2's words", () => {
  const check = (text: string): void => {
    expect(wordsOf(byteLevelWords, text)).toEqual(text.match(new RegExp(spelled, "gu")) ?? []);
  };
  fc.assert(fc.property(anyText, check), { numRuns: 500 });
  fc.assert(
    fc.property(endings, (parts) => check(parts.join(""))),
    { numRuns: 1000 },
  );
  expect(wordsOf(byteLevelWords, "I'll  go\n\n now,  won't I?")).toEqual([
    "I",
    "'ll",
    " ",
    " go",
    "\n\n",
    " now",
    ",",
    " ",
    " won",
    "'t",
    " I",
    "?",
  ]);
});

test("BERT's words are small, without accents, and ideographs are words", () => {
  expect(wordsOf(bertWords(true), " Élan  vital, ΟΔΟΣ\0x 漢字a𠀀b $5")).toEqual([
    "elan",
    "vital",
    ",",
    "οδοσx",
    "漢",
    "字",
    "a",
    "𠀀",
    "b",
    "$",
    "5",
  ]);
  expect(wordsOf(bertWords(false), "Élan")).toEqual(["Élan"]);
});

test("a table of words numbers them as a map of strings does", () => {
  const table = new WordTable();
  const numbers = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 4 })), (words) => {
      for (const word of words) {
        if (!numbers.has(word)) numbers.set(word, numbers.size);
        const number = table.indexOf(`<${word}>`, 1, word.length + 1);
        expect(number).toBe(numbers.get(word));
        expect(table.word(number)).toBe(word);
      }
    }),
    { numRuns: 500 },
  );
  expect(table.size).toBe(numbers.size);
});
