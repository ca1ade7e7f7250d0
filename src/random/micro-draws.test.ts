import { expect, it } from "vitest";
import { fillDraw } from "./draw.js";

const draws = (micro: number | undefined, step = 4) => {
  const out = new Float32Array(4000);
  fillDraw(
    "uniform",
    "views/crop:uniform",
    { seed: 2, step, ...(micro === undefined ? {} : { micro }) },
    out,
    1,
  );
  return out;
};

/** Correlation of two streams. */
function correlation(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + 12 * (value - 0.5) * (b[i]! - 0.5), 0) / a.length;
}

it("the first batch of a step draws what a step of one batch does", () => {
  expect(draws(0)).toEqual(draws(undefined));
});

it("each batch of a step draws for itself, as steps do", () => {
  const streams = [draws(0), draws(1), draws(2), draws(0, 5), draws(1, 5)];
  for (const [i, one] of streams.entries())
    for (const other of streams.slice(i + 1)) {
      // Of 4000 independent pairs its deviation is 0.016.
      expect(Math.abs(correlation(one, other))).toBeLessThan(0.08);
      expect(one.some((value) => other.subarray(0, 100).includes(value))).toBe(false);
    }
  expect(correlation(draws(1), draws(1))).toBeGreaterThan(0.9);
});
