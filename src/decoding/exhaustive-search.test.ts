import { expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { exhaustiveSearch } from "./index.js";
import { chain, madeModel } from "./made-model.suite.js";

it("finds the likeliest text that greedy decoding misses, with its probability", async () => {
  // 1 is likelier now, but what follows 2 is certain: 0.6 x 0.5 against 0.4 x 1.
  const model = chain([
    [0, 0.6, 0.4],
    [0.5, 0.25, 0.25],
    [0, 0, 1],
  ]);
  const { best, texts, asked } = await exhaustiveSearch(model, [0], { tokens: 2, best: 3 });
  expect([...best[0]!.tokens]).toEqual([2, 2]);
  expect(best[0]!.logProbability).toBeCloseTo(Math.log(0.4), 6);
  expect([...best[1]!.tokens]).toEqual([1, 0]);
  expect(best[1]!.logProbability).toBeCloseTo(Math.log(0.3), 6);
  expect([texts, asked]).toEqual([4, 3]);
});

it("looks at all leaves of the tree, whose probabilities add up to 1, as many rows at once as the model takes", async () => {
  for (const [end, leaves] of [
    [undefined, 3 ** 4],
    [2, 1 + 2 + 4 + 8 + 16],
  ] as const) {
    const model = madeModel(3, { vocabulary: 3, rows: 5, ...(end === undefined ? {} : { end }) });
    const { best, texts } = await exhaustiveSearch(model, [1], { tokens: 4, best: 1000 });
    // With an end: 1, 2, 4 and 8 texts that end, and 16 of full length that do not.
    expect(texts).toBe(leaves);
    expect(best).toHaveLength(leaves);
    expect(best.reduce((sum, text) => sum + Math.exp(text.logProbability), 0)).toBeCloseTo(1, 6);
    expect(Math.max(...model.asked)).toBe(5);
  }
});

it("leaves out what is never said", async () => {
  const { best, texts } = await exhaustiveSearch(madeModel(3), [], { tokens: 3, never: [1, 2], best: 8 });
  expect(texts).toBe(8);
  expect(best.every(({ tokens }) => tokens.every((token) => token === 0 || token === 3))).toBe(true);
  expect(best.reduce((sum, text) => sum + Math.exp(text.logProbability), 0)).toBeCloseTo(1, 6);
});

it("refuses a tree that is too large", async () => {
  await expect(exhaustiveSearch(madeModel(3, { vocabulary: 50 }), [1], { tokens: 4 })).rejects.toThrow(
    "Of 50 tokens and 4 steps there are up to 50^4 texts, more than the 100,000 that are looked at (`mostTexts`); take fewer steps, or search in beams.",
  );
  await expect(exhaustiveSearch(madeModel(3), [1], { tokens: 3, mostTexts: 63 })).rejects.toBeInstanceOf(
    ConfigError,
  );
});
