import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { randomKey } from "../random/index.js";
import { input } from "../tensor/index.js";
import { chosenOf, type MaskTokensOptions, maskTokens } from "./index.js";
import { drawnNumbers, facts, framed, ofTexts } from "./tokens.suite.js";

const masked = (texts: readonly (readonly number[])[], options?: MaskTokensOptions, draws = {}) =>
  ofTexts((tokens) => ({ ...maskTokens(tokens, randomKey("mask"), facts, options) }), texts, draws);

describe("maskTokens over 10,000 texts", () => {
  const texts = framed(
    Array.from({ length: 10_000 }, (_, i) => 5 + (i % 26)),
    32,
  );

  it("chooses exactly 15 % of each text, as often at every place, and makes 80 / 10 / 10 of them", async () => {
    const { tokens, places, targets, counts } = await masked(texts);
    const fates = { mask: 0, other: 0, same: 0 };
    const atPlace = new Float64Array(32);
    const seenAtPlace = new Float64Array(32);
    let chosen = 0;
    const wrong: unknown[] = [];
    const check = (right: boolean, ...what: unknown[]) => right || wrong.push(what);
    texts.forEach((text, row) => {
      const words = text.filter((token) => token >= 7).length;
      const counted = counts[row]!.reduce((sum, one) => sum + one, 0);
      check(counted === chosenOf(words, 0.15), "count", row);
      chosen += counted;
      const changed = new Set<number>();
      for (let k = 0; k < counted; k++) {
        const at = places[row]![k]!;
        const seen = tokens[row]![at]!;
        changed.add(at);
        check(targets[row]![k] === text[at] && text[at]! >= 7 && (seen === 4 || seen >= 7), "place", row, at);
        fates[seen === 4 ? "mask" : seen === text[at] ? "same" : "other"]++;
      }
      check(changed.size === counted, "twice", row);
      check(
        targets[row]!.slice(counted).every((target) => target === -1),
        "behind",
        row,
      );
      text.forEach((token, at) => {
        check(changed.has(at) || tokens[row]![at] === token, "changed", row, at);
        if (words === 30) seenAtPlace[at]!++;
        if (words === 30 && changed.has(at)) atPlace[at]!++;
      });
    });
    expect(wrong).toEqual([]);
    // A random token is the one that stood there once in 43 times. Four deviations of so many draws are let pass.
    const shares = { mask: 0.8, other: 0.1 * (42 / 43), same: 0.1 + 0.1 / 43 };
    for (const [fate, share] of Object.entries(shares)) {
      const spread = 4 * Math.sqrt((share * (1 - share)) / chosen);
      expect(Math.abs(fates[fate as keyof typeof fates] / chosen - share), fate).toBeLessThan(spread);
    }
    const words = texts.flat().filter((token) => token >= 7).length;
    expect(Math.abs(chosen / words - 0.15)).toBeLessThan(0.01); // rounding, no sampling
    // 384 texts of thirty tokens, of which five are chosen.
    for (let at = 1; at <= 30; at++) {
      const expected = seenAtPlace[at]! * (chosenOf(30, 0.15) / 30);
      expect(Math.abs(atPlace[at]! - expected)).toBeLessThan(4.5 * Math.sqrt(expected));
    }
  });

  it("draws anew at each step, and again for the same", async () => {
    const few = texts.slice(0, 50);
    const first = await masked(few);
    expect(await masked(few)).toEqual(first);
    expect((await masked(few, {}, { step: 1 })).tokens).not.toEqual(first.tokens);
    expect((await masked(few, {}, { seed: 2 })).tokens).not.toEqual(first.tokens);
  });
});

describe("maskTokens", () => {
  it("rounds halves up, and chooses one of few", () => {
    expect([0, 1, 3, 9, 10, 16, 30, 70].map((count) => chosenOf(count, 0.15))).toEqual([
      0, 1, 1, 1, 2, 2, 5, 11,
    ]);
    expect(chosenOf(4, 1)).toBe(4);
  });

  it("chooses nothing of a text without tokens of its own, and passes holes by", async () => {
    const { tokens, counts, targets } = await masked([
      [2, 3, -1, -1, -1, -1],
      [-1, -1, -1, -1, -1, -1],
      [-1, 9, -1, -1, 2, -1],
    ]);
    expect(tokens.slice(0, 2)).toEqual([
      [2, 3, -1, -1, -1, -1],
      [-1, -1, -1, -1, -1, -1],
    ]);
    expect(counts).toEqual([[0], [0], [1]]);
    expect(targets[2]).toEqual([9]);
  });

  it("takes special tokens wherever their ids are", async () => {
    const odd = { vocabulary: 12, specials: { mask: 11, separator: 5 } };
    const { tokens, targets } = await ofTexts(
      (x) => ({ ...maskTokens(x, randomKey("mask"), odd, { share: 1, masked: 0.5, random: 0.5 }) }),
      Array.from({ length: 200 }, () => [0, 5, 10, 3]),
    );
    for (const row of targets) expect(row).toEqual([0, 10, 3, -1]);
    const seen = new Set(tokens.flatMap((row) => [row[0]!, row[2]!, row[3]!]));
    expect([...seen].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]);
    expect(tokens.every((row) => row[1] === 5)).toBe(true);
  });

  it("says in one sentence that there is no mask token, or nothing but special ones", () => {
    const tokens = input("tokens", [2, 4], "int32");
    const of = (known: typeof facts) => () => maskTokens(tokens, randomKey("mask"), known);
    expect(of({ vocabulary: 9, specials: { padding: 0 } })).toThrow(
      /this tokenizer has none: use a `tokenizer` that has one/,
    );
    expect(of({ vocabulary: 1, specials: { mask: 0 } })).toThrow(ConfigError);
  });
});

describe("masks of whole words", () => {
  // Tokens from 30 on go on with a word.
  const beginsWord = Array.from({ length: 50 }, (_, id) => (id >= 30 ? 0 : 1));
  const text = (row: number) => {
    const tokens: number[] = [];
    for (let word = 0; tokens.length < 30; word++) {
      const pieces = 1 + ((row * 7 + word * 5 + Math.floor(word / 3)) % 4);
      for (let piece = 0; piece < pieces; piece++)
        tokens.push(piece === 0 ? 7 + (word % 20) : 30 + (word % 20));
    }
    return [2, ...tokens.slice(0, 20 + (row % 10)), 3, ...Array(10).fill(-1)].slice(0, 32);
  };
  const texts = Array.from({ length: 400 }, (_, row) => text(row));

  /** Words as BERT's code goes through them: in order of their numbers, passing over what is too long. */
  function expected(row: readonly number[], numbers: readonly number[]): number[] {
    const words: number[][] = [];
    row.forEach((token, at) => {
      if (token < 7) return;
      if (token >= 30 && (row[at - 1] ?? -1) >= 7) words.at(-1)!.push(at);
      else words.push([at]);
    });
    const most = chosenOf(words.flat().length, 0.15);
    const order = words.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]!);
    const taken: number[] = [];
    for (const word of order.map((i) => words[i]!))
      if (taken.length + word.length <= most) taken.push(...word);
    return taken.sort((a, b) => a - b);
  }

  it("are what going through the words one by one gives", async () => {
    const { places, counts } = await masked(texts, { beginsWord });
    const numbers = drawnNumbers("mask/places/words", texts.length, 32);
    let [chosen, all] = [0, 0];
    texts.forEach((row, i) => {
      const found = places[i]!.filter((_, k) => counts[i]![k] === 1);
      const want = expected(row, numbers[i]!);
      expect(found).toEqual(want);
      chosen += want.length;
      all += row.filter((token) => token >= 7).length;
    });
    expect(chosen / all).toBeGreaterThan(0.14);
  });

  it("are masks of single tokens in a text of one long word, or one that was cut in a word", async () => {
    const long = [2, 7, ...Array(18).fill(31), 3, -1];
    const cut = [31, 31, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27];
    const rows = [...Array(100).fill(long), ...Array(100).fill(cut)] as number[][];
    const { places, counts } = await masked(rows, { beginsWord });
    for (let i = 0; i < 100; i++) expect(counts[i]!.reduce((sum, one) => sum + one, 0)).toBe(3);
    const both = places.slice(100).map((row) => [0, 1].map((at) => row.includes(at)));
    expect(both.every(([one, two]) => one === two)).toBe(true);
    expect(both.some(([one]) => one)).toBe(true);
  });
});
