import { describe, expect, it } from "vitest";
import { countTokens } from "./token-baselines.js";

const vocabulary = 6;
const text = [1, 2, 1, 2, 1, 3, -1, 4];
const counts = countTokens(vocabulary);
counts.add(text);
counts.add([2, 1]);

describe("counts of tokens", () => {
  it("leave a little to every token, and are shares of one whole", () => {
    expect(counts.counted).toBe(9);
    expect(counts.unigram(1)).toBeCloseTo((4 + 1) / (9 + 6), 12);
    expect(counts.unigram(0)).toBeCloseTo(1 / 15, 12);
    const all = (of: (token: number) => number) =>
      Array.from({ length: vocabulary }, (_, token) => of(token)).reduce((sum, share) => sum + share, 0);
    expect(all(counts.unigram)).toBeCloseTo(1, 12);
    for (let last = -1; last < vocabulary; last++)
      expect(all((token) => counts.bigram(last, token))).toBeCloseTo(1, 12);
  });

  it("tell what follows what, with what is left over for what was never seen", () => {
    // 1 is followed by 2 twice and by 3 once: two kinds of three.
    expect(counts.bigram(1, 2)).toBeCloseTo((2 + 2 * counts.unigram(2)) / (3 + 2), 12);
    expect(counts.bigram(1, 5)).toBeCloseTo((2 * counts.unigram(5)) / 5, 12);
    // Nothing stands before a hole's next token, nor behind 4.
    expect(counts.bigram(3, 4)).toBe(counts.unigram(4));
    expect(counts.bigram(4, 1)).toBe(counts.unigram(1));
    expect(counts.bigram(-1, 1)).toBe(counts.unigram(1));
  });
});
