import { describe, expect, it } from "vitest";
import { DataError } from "../errors.js";
import { auroc, greatestDistance } from "./auroc.js";
import { energyGap } from "./energy-gap.js";

/** Whole numbers that repeat, so that there are ties. */
const drawn = (count: number, seed: number, shift = 0) =>
  Float32Array.from({ length: count }, (_, i) => (((i + seed) * 7919 + seed * 31) % 23) + shift);

describe("auroc", () => {
  it("is what counting all pairs gives, ties half", () => {
    const [a, b] = [drawn(60, 3), drawn(45, 8, 4)];
    let wins = 0;
    for (const x of a) for (const y of b) wins += y > x ? 1 : y === x ? 0.5 : 0;
    expect(auroc(a, b)).toBeCloseTo(wins / (60 * 45), 12);
    expect(auroc(a, b) + auroc(b, a)).toBeCloseTo(1, 12);
  });

  it("is 1 apart, 0 the wrong way, a half for equal scores; only the order counts", () => {
    expect(auroc([1, 2], [3, 4])).toBe(1);
    expect(auroc([3, 4], [1, 2])).toBe(0);
    expect(auroc([5, 5], [5, 5, 5])).toBe(0.5);
    const [a, b] = [drawn(30, 1), drawn(30, 2, 1)];
    expect(auroc(a.map(Math.exp), b.map(Math.exp))).toBe(auroc(a, b));
  });
});

describe("greatestDistance", () => {
  it("is what trying every threshold gives", () => {
    const [a, b] = [drawn(50, 4), drawn(40, 5, 3)];
    const share = (all: Float32Array, at: number) => all.filter((value) => value <= at).length / all.length;
    const slow = Math.max(...[...a, ...b].map((at) => Math.abs(share(a, at) - share(b, at))));
    expect(greatestDistance(a, b)).toBeCloseTo(slow, 12);
    expect(greatestDistance(a, a)).toBe(0);
    expect(greatestDistance([1, 2], [3, 4])).toBe(1);
  });
});

describe("energyGap", () => {
  it("has the closed form of two pairs of numbers", () => {
    const { gap, standardGap, ...rest } = energyGap(Float32Array.of(0, 2), Float32Array.of(4, 6));
    expect(gap).toBe(4);
    expect(standardGap).toBeCloseTo(4 / Math.SQRT2, 6);
    expect(rest).toEqual({ compatible: 1, incompatible: 5, auroc: 1, overlap: 0 });
  });

  it("is 0 at collapse, and stands still when energies are shifted and stretched", () => {
    const same = new Float32Array(5).fill(-1);
    expect(energyGap(same, same)).toMatchObject({ gap: 0, standardGap: 0, auroc: 0.5, overlap: 1 });
    const [a, b] = [drawn(40, 1), drawn(40, 2, 5)];
    const [one, other] = [
      energyGap(a, b),
      energyGap(
        a.map((v) => 3 * v - 7),
        b.map((v) => 3 * v - 7),
      ),
    ];
    expect(other.standardGap).toBeCloseTo(one.standardGap, 5);
    expect(other.gap).toBeCloseTo(3 * one.gap, 4);
    expect([other.auroc, other.overlap]).toEqual([one.auroc, one.overlap]);
  });

  it("refuses what cannot be compared", () => {
    expect(() => energyGap(Float32Array.of(1), Float32Array.of(1, 2))).toThrow(DataError);
    expect(() => energyGap(Float32Array.of(1, 2), Float32Array.of(1, Number.NaN))).toThrow(/diverge/);
  });
});
