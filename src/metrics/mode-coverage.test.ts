import { expect, it } from "vitest";
import { modeCoverage } from "./index.js";

it("counts classes that have at least a tenth of their even share of the samples", () => {
  const predictions = [...Array(198).fill(0), 1, 2, 2];
  const { shares, covered } = modeCoverage(predictions, 4);
  expect(shares[0]).toBeCloseTo(198 / 201);
  expect(covered).toBe(1);
  expect(modeCoverage([0, 1, 2, 2], 4).covered).toBe(3);
});

it("asks for a hundredth of the samples where there are ten classes", () => {
  const of = (few: number) => modeCoverage([...Array(1000 - few).fill(0), ...Array(few).fill(1)], 10).covered;
  expect([of(10), of(9)]).toEqual([2, 1]);
});

it("sees an even spread over more than a hundred classes as covering them all", () => {
  const classes = 250;
  const even = Array.from({ length: 1000 }, (_, i) => i % classes);
  expect(modeCoverage(even, classes).covered).toBe(classes);
  expect(modeCoverage(Array(1000).fill(7), classes).covered).toBe(1);
});

it("has the entropy of an even spread over all classes, and none for one", () => {
  expect(modeCoverage([0, 1, 2, 3, 0, 1, 2, 3], 4).entropy).toBeCloseTo(Math.log(4), 12);
  expect(modeCoverage([3, 3, 3], 4).entropy).toBe(0);
});

it("says what it cannot count", () => {
  expect(() => modeCoverage([], 3)).toThrow("at least one sample");
  expect(() => modeCoverage([0, 3], 3)).toThrow("classes 0 to 2, found 3");
});
