import { describe, expect, it } from "vitest";
import { argMaxRows, confusion } from "./confusion.js";

describe("confusion", () => {
  it("counts by true and predicted class", () => {
    const result = confusion(Int32Array.of(0, 0, 0, 1, 2, 2), Int32Array.of(0, 0, 1, 1, 0, 2), 4);
    expect(Array.from(result.counts)).toEqual([2, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
    expect(result.accuracy).toBeCloseTo(4 / 6, 12);
    expect(Array.from(result.perClass)).toEqual([2 / 3, 1, 0.5, Number.NaN]);
    expect(result.balancedAccuracy).toBeCloseTo((2 / 3 + 1 + 0.5) / 3, 12);
  });

  it("refuses classes out of range and sets of two lengths", () => {
    expect(() => confusion(Int32Array.of(0), Int32Array.of(3), 2)).toThrow(
      "Sample 0 has the classes 0 and 3",
    );
    expect(() => confusion(Int32Array.of(0), Int32Array.of(), 2)).toThrow("got 0 for 1");
  });

  it("gives equal votes to the first class", () => {
    expect(Array.from(argMaxRows(Float32Array.of(1, 1, 0, 0, 2, 2), 3))).toEqual([0, 1]);
  });
});
