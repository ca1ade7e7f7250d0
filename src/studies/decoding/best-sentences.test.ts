import fc from "fast-check";
import { expect, it } from "vitest";
import { exhaustiveSearch, lengthOf } from "../../decoding/index.js";
import { bestSentences } from "./best-sentences.js";
import { bigramModel, bigramOf } from "./bigram.js";
import { END, sentencesOf } from "./sentences.js";

const scorings = [
  { normalise: "none" },
  { normalise: "length" },
  { normalise: "penalty", alpha: 0.7 },
  { normalise: "penalty", alpha: 2 },
] as const;

it("finds what looking at all sentences does", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 5 }), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(...scorings),
      async (sentences, tokens, scoring) => {
        const pieces = sentences.map((words) => Int32Array.of(...words, END));
        const bigram = bigramOf({ words: [".", "a", "b", "c"], pieces, whole: pieces });
        const search = bestSentences(bigram, tokens);
        const model = bigramModel(bigram, { ends: true });
        const last = sentences[0]![0]!;
        const { best } = await exhaustiveSearch(model, [last], { tokens, best: 1, ...scoring });
        const found = search(last, scoring);
        expect(found.score).toBeCloseTo(best[0]!.score, 9);
        // What it spells has the probability and the length that it says.
        const said = [...found.words, ...(found.ends ? [END] : [])];
        let sum = 0;
        for (const [i, word] of said.entries()) sum += bigram.logs[said[i - 1] ?? last]![word]!;
        expect(found.logProbability).toBeCloseTo(sum, 9);
        expect(said.length === lengthOf(best[0]!) || found.score === best[0]!.score).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});

it("counts words that follow each other, with a tenth of how often they come", () => {
  const sentences = sentencesOf(`The cat sat. ${"A dog ran off! ".repeat(20)}`, 50, "text");
  const { logs } = bigramOf(sentences);
  const id = (word: string) => sentences.words.indexOf(word);
  for (const row of logs) expect(row.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 6);
  // Of 104 words and ends 20 are "dog", which follows every "a".
  expect(Math.exp(logs[id("a")]![id("dog")]!)).toBeCloseTo(0.9 + (0.1 * 20) / 104, 6);
  expect(Math.exp(logs[id("cat")]![id("dog")]!)).toBeCloseTo((0.1 * 20) / 104, 6);
  expect(Math.exp(logs[id("off")]![END]!)).toBeCloseTo(0.9 + (0.1 * 21) / 104, 6);
  // A sentence has a word.
  expect(logs[END]![END]).toBe(-Infinity);
});

it("cuts sentences at words that are not counted", () => {
  const frequent = "We all go home. ".repeat(30);
  const { words, pieces, whole } = sentencesOf(
    `${frequent} We don’t go to odd places. Home they go. Go home`,
    5,
    "text",
  );
  expect(words).toEqual([".", "go", "home", "we", "all"]);
  expect(whole).toHaveLength(30);
  const said = pieces.slice(30).map((piece) => [...piece].map((id) => words[id]).join(" "));
  expect(said).toEqual(["go .", "go home"]);
});
