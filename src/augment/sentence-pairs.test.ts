import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { randomKey } from "../random/index.js";
import { input } from "../tensor/index.js";
import { sentencePairs } from "./index.js";
import { facts, framed, ofTexts } from "./tokens.suite.js";

const pairs = (texts: readonly (readonly number[])[]) =>
  ofTexts((tokens) => {
    const { follows, ...rest } = sentencePairs(tokens, randomKey("pairs"), facts);
    return { ...rest, follows };
  }, texts);

describe("sentencePairs", () => {
  it("follow in half of 10,000 texts, within sampling error", async () => {
    const { follows } = await pairs(framed(Array(10_000).fill(6), 9));
    const share = follows.flat().reduce((sum, one) => sum + one, 0) / 10_000;
    expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 10_000));
    // Whether one row's does says nothing of the next row's.
    const both = follows.flat().filter((one, i) => one === 1 && follows[i - 1]?.[0] === 1).length / 10_000;
    expect(Math.abs(both - 0.25)).toBeLessThan(0.02);
  });

  it("are a text's two halves, or the second half of the row before", async () => {
    const room = 13;
    const counts = [4, 7, 11, 1, 0, 8, 10, 3, 11, 5, 2, 6];
    const texts = framed(counts, room).map((row, i) => (i % 3 === 0 ? [-1, ...row.slice(0, -1)] : row));
    const own = texts.map((row) => row.filter((token) => token >= 7));
    const { tokens, segments, follows } = await pairs(texts);
    const halves = own.map((words) => {
      const first = Math.min(Math.floor(words.length / 2), 5);
      return [words.slice(0, first), words.slice(first, first + room - 3 - 5)] as const;
    });
    halves.forEach(([first], i) => {
      const second = halves[follows[i]![0] === 1 ? i : (i + halves.length - 1) % halves.length]![1];
      const whole = [2, ...first, 3, ...second, 3];
      const nothing = Array(room - whole.length).fill(-1);
      expect(tokens[i]).toEqual([...whole, ...nothing]);
      const inSecond = [...Array(first.length + 2).fill(0), ...Array(second.length + 1).fill(1)];
      expect(segments[i]).toEqual([...inSecond, ...nothing.map(() => 0)]);
    });
    expect(new Set(follows.flat())).toEqual(new Set([0, 1]));
  });

  it("take beginning and end where there is no separator, and say what is missing", () => {
    const tokens = (n: number, t: number) => input("tokens", [n, t], "int32");
    const key = randomKey("pairs");
    const plain = { vocabulary: 9, specials: { beginning: 0, end: 1 } };
    expect(sentencePairs(tokens(2, 8), key, plain).tokens.shape).toEqual([2, 8]);
    expect(() => sentencePairs(tokens(2, 8), key, { vocabulary: 9, specials: { beginning: 0 } })).toThrow(
      /this tokenizer lacks one/,
    );
    expect(() => sentencePairs(tokens(1, 8), key, plain)).toThrow(/at least 2 texts .*; got 1 of 8/);
    expect(() => sentencePairs(tokens(2, 4), key, plain)).toThrow(ConfigError);
  });
});
