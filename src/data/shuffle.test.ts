import { describe, expect, it } from "vitest";
import { permutation, randomBelow, xoshiro128 } from "./shuffle.js";

describe("shuffling", () => {
  it("is xoshiro128**", () => {
    // First outputs from the state 1, 2, 3, 4, as in the test vectors of the authors' C code.
    const next = xoshiro128(Uint32Array.of(1, 2, 3, 4));
    const expected = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849];
    expect(expected.map(() => next())).toEqual(expected);
  });

  it("permutes, by seed and epoch", () => {
    const order = permutation(5000, [3, 0]);
    expect(Int32Array.from(order).sort()).toEqual(Int32Array.from({ length: 5000 }, (_, i) => i));
    expect(permutation(5000, [3, 0])).toEqual(order);
    for (const key of [[3, 1], [4, 0], [3 + 2 ** 32, 0], [-3, 0], [3]]) {
      const other = permutation(5000, key);
      const same = other.filter((value, i) => value === order[i]).length;
      // Two unrelated permutations agree in one place on average (Poisson).
      expect(same).toBeLessThan(10);
    }
    expect(permutation(0, [1])).toHaveLength(0);
    expect(permutation(1, [1])).toEqual(Int32Array.of(0));
  });

  it("puts every item everywhere equally often", () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let seed = 0; seed < 4000; seed++) {
      for (const [place, item] of permutation(4, [seed, 0]).entries()) counts[item]![place]! += 1;
    }
    // Standard deviation of each count is 27.
    for (const count of counts.flat()) expect(Math.abs(count - 1000)).toBeLessThan(140);
  });

  it("draws below any bound, also large ones, without bias", () => {
    const bound = 3 * 2 ** 29;
    const below = randomBelow([5]);
    const thirds = [0, 0, 0];
    for (let i = 0; i < 6000; i++) {
      const value = below(bound);
      expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
      thirds[Math.floor(value / 2 ** 29)]! += 1;
    }
    for (const count of thirds) expect(Math.abs(count - 2000)).toBeLessThan(190);
  });
});
