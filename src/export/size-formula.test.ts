import { expect, it } from "vitest";
import { cornersOf, factorsOf, formulaAt, formulaName, formulaThrough } from "./size-formula.js";

it("is found from its values at the corners of any box", () => {
  const formula = [7, 2, -3, 5, 1, 0, 4, 6];
  for (const [low, high] of [
    [
      [3, 5, 10],
      [5, 7, 12],
    ],
    [
      [13, 2, 14],
      [17, 3, 21],
    ],
  ] as const) {
    const corners = cornersOf(low, high);
    expect(corners[0]).toEqual(low);
    expect(corners.at(-1)).toEqual(high);
    const values = corners.map(([n = 0, t = 0, p = 0]) => {
      return 7 + 2 * n - 3 * t + 5 * n * t + p + 4 * t * p + 6 * n * t * p;
    });
    expect(formulaThrough(values, low, high)).toEqual(formula);
    corners.forEach((sizes, i) => {
      expect(formulaAt(formula, sizes)).toBe(values[i]);
    });
  }
});

it("says what it goes with", () => {
  expect(formulaName([0, 1], ["batch"])).toBe("batch");
  expect(formulaName([0, 0, 1, 0, 1], ["batch", "length", "past"])).toBe("length + past");
  expect(formulaName([3, 0, 0, 2], ["batch", "length"])).toBe("3 + 2 * batch * length");
  expect(formulaName([0, 0], ["batch"])).toBe("0");
  expect(factorsOf(5, 3)).toEqual([0, 2]);
});
