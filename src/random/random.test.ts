import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { type Distribution, programLeaves } from "../graph/index.js";
import { bernoulli, fillDraw, hashName, normal, permutation, randomKey, threefry, uniform } from "./index.js";

type Pair = [number, number];

describe("threefry", () => {
  // Random123's known-answer vectors for threefry2x32, 20 rounds.
  it.each<[Pair, Pair, Pair]>([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ])("maps key %j and counter %j as published", (key, counter, expected) => {
    const out = new Uint32Array(4);
    threefry(...key, ...counter, out, 1);
    expect([...out]).toEqual([0, ...expected, 0]);
  });

  it("gives names different keys (FNV-1a)", () => {
    expect(hashName("")).toEqual([0x84222325, 0xcbf29ce4]);
    expect(hashName("a")).toEqual([0x8601ec8c, 0xaf63dc4c]);
  });
});

function draw(
  distribution: Distribution,
  size: number,
  { stream = "s", seed = 1, step = 1, row = size } = {},
) {
  const out = distribution === "permutation" ? new Int32Array(size) : new Float32Array(size);
  fillDraw(distribution, stream, { seed, step }, out, row);
  return out;
}

/** Mean, variance, skewness and excess kurtosis. */
function moments(values: ArrayLike<number>) {
  const n = values.length;
  const list = Array.from(values);
  const mean = list.reduce((a, b) => a + b, 0) / n;
  const central = (power: number) => list.reduce((a, b) => a + (b - mean) ** power, 0) / n;
  const variance = central(2);
  return { mean, variance, skewness: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 - 3 };
}

/** Correlation of a sequence with itself one place on. */
function serialCorrelation(values: ArrayLike<number>): number {
  const { mean, variance } = moments(values);
  let total = 0;
  for (let i = 1; i < values.length; i++) total += (values[i]! - mean) * (values[i - 1]! - mean);
  return total / (values.length - 1) / variance;
}

const n = 100_000;

describe("draws", () => {
  it("uniform lies in [0, 1) with its moments", () => {
    const values = draw("uniform", n);
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(values.every((value) => value < 1)).toBe(true);
    const { mean, variance, kurtosis } = moments(values);
    expect(mean).toBeCloseTo(1 / 2, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
    expect(kurtosis).toBeCloseTo(-1.2, 1);
    expect(Math.abs(serialCorrelation(values))).toBeLessThan(0.015);
  });

  it("uniform fills its bins evenly", () => {
    const bins = new Array<number>(64).fill(0);
    for (const value of draw("uniform", n)) bins[Math.floor(value * 64)]! += 1;
    const chiSquare = bins.reduce((total, count) => total + (count - n / 64) ** 2 / (n / 64), 0);
    // 63 degrees of freedom: beyond 120 by chance once in 50,000.
    expect(chiSquare).toBeLessThan(120);
  });

  it("normal is standard, also in its tails", () => {
    const values = draw("normal", n);
    const { mean, variance, skewness, kurtosis } = moments(values);
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(variance).toBeCloseTo(1, 1);
    expect(Math.abs(skewness)).toBeLessThan(0.04);
    expect(Math.abs(kurtosis)).toBeLessThan(0.08);
    expect(values.filter((value) => Math.abs(value) > 1.96).length / n).toBeCloseTo(0.05, 2);
    expect(Math.abs(serialCorrelation(values))).toBeLessThan(0.015);
    expect(values.every((value) => Number.isFinite(value))).toBe(true);
  });

  it("permutation orders each row anew", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer(),
        (size, rows, seed) => {
          const all = draw("permutation", size * rows, { row: size, seed });
          for (let i = 0; i < rows; i++) {
            const row = [...all.slice(i * size, (i + 1) * size)].sort((a, b) => a - b);
            expect(row).toEqual(Array.from({ length: size }, (_, j) => j));
          }
        },
      ),
    );
  });

  it("permutation gives every order equally often", () => {
    const counts = new Map<string, number>();
    const all = draw("permutation", 4 * 24_000, { row: 4 });
    for (let i = 0; i < all.length; i += 4) {
      const order = all.slice(i, i + 4).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((total, count) => total + (count - 1000) ** 2 / 1000, 0);
    // 23 degrees of freedom: beyond 60 by chance once in 25,000.
    expect(chiSquare).toBeLessThan(60);
  });

  it.each(["uniform", "normal", "permutation"] as const)(
    "%s depends on seed, step and stream, and on nothing else",
    (kind) => {
      const first = draw(kind, 500);
      draw(kind, 100, { step: 9 });
      expect(draw(kind, 500)).toEqual(first);
      for (const other of [{ seed: 2 }, { step: 2 }, { stream: "t" }]) {
        expect(draw(kind, 500, other)).not.toEqual(first);
        expect(Math.abs(correlation(first, draw(kind, 500, other)))).toBeLessThan(0.2);
      }
    },
  );

  it("a shorter draw is the beginning of a longer one", () => {
    expect(draw("uniform", 7)).toEqual(draw("uniform", 50).slice(0, 7));
    expect(draw("normal", 7)).toEqual(draw("normal", 50).slice(0, 7));
  });
});

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [x, y] = [moments(a), moments(b)];
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i]! - x.mean) * (b[i]! - y.mean);
  return total / a.length / Math.sqrt(x.variance * y.variance);
}

describe("keys", () => {
  it("name streams by path, and keep kinds of draw apart", () => {
    const key = randomKey("augment").child("view0");
    expect(key.stream).toBe("augment/view0");
    expect(randomKey("").child("a").stream).toBe("a");
    const outputs = {
      u: uniform(key, [2]),
      n: normal(key, [2], 1, 3),
      p: permutation(key, 5, [2]),
      b: bernoulli(key, 0.5, [2]),
    };
    const { draws } = programLeaves({ outputs: new Map(Object.entries(outputs)), updates: new Map() });
    expect(draws.map(({ attributes }) => attributes.stream)).toEqual([
      "augment/view0:normal",
      "augment/view0:permutation",
      "augment/view0:uniform",
    ]);
    expect(outputs.p.shape).toEqual([2, 5]);
    expect([outputs.p.dtype, outputs.b.dtype]).toEqual(["int32", "float32"]);
  });

  it("refuse one stream with two shapes", () => {
    const key = randomKey("k");
    const outputs = new Map([
      ["a", uniform(key, [2])],
      ["b", uniform(key, [3])],
    ]);
    expect(() => programLeaves({ outputs, updates: new Map() })).toThrow(ShapeError);
  });
});
