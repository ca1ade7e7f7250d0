import fc from "fast-check";
import { expect, test } from "vitest";
import { bertWords } from "./bert-words.js";
import { byteLevelPattern, byteLevelWords } from "./byte-level-words.js";
import { anyText } from "./texts.suite.js";
import { WordReader, type WordSplitter } from "./word-splitter.js";
import { WordTable } from "./word-table.js";

function wordsOf(splitter: WordSplitter, text: string): string[] {
  const words: string[] = [];
  new WordReader(splitter).read(text, (units, start, end) => {
    words.push(String.fromCharCode(...units.subarray(start, end)));
  });
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
    fc.property(fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 4 }), anyText)), (words) => {
      for (const word of words) {
        if (!numbers.has(word)) numbers.set(word, numbers.size);
        const units = Uint16Array.from([60, ...word.split("").map((unit) => unit.charCodeAt(0)), 62]);
        const number = table.indexOf(units, 1, word.length + 1);
        expect(number).toBe(numbers.get(word));
        expect(table.word(number)).toBe(word.replace(/\p{Cs}/gu, "\ufffd"));
        const bytes = new Int32Array(word.length * 3 + 1);
        const end = table.writeUtf8(number, bytes, 1);
        expect([...bytes.subarray(1, end)]).toEqual([...new TextEncoder().encode(word)]);
      }
    }),
    { numRuns: 500 },
  );
  expect(table.size).toBe(numbers.size);
});
