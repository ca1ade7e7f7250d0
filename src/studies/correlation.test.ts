import { expect, it } from "vitest";
import { correlation, rankCorrelation } from "./correlation.js";

it("correlates the places where both lists have a number", () => {
  expect(correlation([1, 2, null, 3], [2, 4, 9, 6])).toBeCloseTo(1, 12);
  expect(correlation([1, 2, 3], [3, null, 1])).toBeCloseTo(-1, 12);
});

it("correlates ranks, whatever the distances, and gives equal numbers the mean of their ranks", () => {
  expect(rankCorrelation([1, 2, 3, 4], [0, 1, 100, 1e6])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 3], [1e9, 5, -2])).toBeCloseTo(-1, 12);
  // Ranks 0, 1, 2, 3 and 0, 1.5, 1.5, 3: covariance 4.5, variances 5 and 4.5.
  expect(rankCorrelation([1, 2, 3, 4], [7, 8, 8, 9])).toBeCloseTo(4.5 / Math.sqrt(5 * 4.5), 12);
  expect(rankCorrelation([1, 2], [3, 3])).toBeNaN();
});
