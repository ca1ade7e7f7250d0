import { describe, expect, it } from "vitest";
import { mostPermutations, permutationSet } from "./permutation-set.js";

const distance = (a: readonly number[], b: readonly number[]) => a.filter((tile, i) => tile !== b[i]).length;

describe("a set of permutations", () => {
  it.each([
    [9, 9],
    [10, 8],
    [72, 8],
    [100, 7],
    [504, 7],
  ])("of %i has %i places between any two", (count, least) => {
    const set = permutationSet(count);
    expect(set.length).toBe(count);
    for (const one of set) expect(one.toSorted().join("")).toBe("012345678");
    let found = 9;
    for (const [i, one] of set.entries())
      for (const other of set.slice(0, i)) found = Math.min(found, distance(one, other));
    expect(found).toBe(least);
  });

  it("has at most 1512, with six places between any two", () => {
    const set = permutationSet(mostPermutations);
    expect(new Set(set.map(String)).size).toBe(1512);
    // A group: all distances are distances from the first.
    const distances = set.slice(1).map((one) => distance(one, set[0]!));
    expect(Math.min(...distances)).toBe(6);
  });

  it("puts each tile in each place equally often, in every nine", () => {
    for (const count of [9, 72, 99, 1512]) {
      const set = permutationSet(count);
      for (let first = 0; first < count; first += 9) {
        const nine = set.slice(first, first + 9);
        for (let place = 0; place < 9; place++) expect(new Set(nine.map((one) => one[place])).size).toBe(9);
      }
    }
  });
});
