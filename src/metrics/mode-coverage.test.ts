import { expect, it } from "vitest";
import { modeCoverage } from "./index.js";

it("counts classes that have at least a hundredth of the samples", () => {
  const predictions = [...Array(198).fill(0), 1, 2, 2];
  const { shares, covered } = modeCoverage(predictions, 4);
  expect(shares[0]).toBeCloseTo(198 / 201);
  expect(covered).toBe(1);
  expect(modeCoverage([0, 1, 2, 2], 4).covered).toBe(3);
});

it("has the entropy of an even spread over all classes, and none for one", () => {
  expect(modeCoverage([0, 1, 2, 3, 0, 1, 2, 3], 4).entropy).toBeCloseTo(Math.log(4), 12);
  expect(modeCoverage([3, 3, 3], 4).entropy).toBe(0);
});

it("says what it cannot count", () => {
  expect(() => modeCoverage([], 3)).toThrow("at least one sample");
  expect(() => modeCoverage([0, 3], 3)).toThrow("classes 0 to 2, found 3");
});
