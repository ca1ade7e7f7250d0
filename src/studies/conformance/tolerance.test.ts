import { describe, expect, it } from "vitest";
import { relativeError } from "./tolerance.js";

const tolerance = { relative: 1e-3, absolute: 1e-4 };

describe("relativeError", () => {
  it("is relative to large numbers and, below absolute / relative, to that", () => {
    expect(relativeError([101], [100], tolerance)).toBeCloseTo(0.01, 9);
    expect(relativeError([0.0001], [0], tolerance)).toBeCloseTo(1e-3, 9);
    expect(relativeError([1, 2, 3.3], [1, 2, 3], tolerance)).toBeCloseTo(0.1, 9);
  });

  it("is infinite where numbers are missing or not numbers", () => {
    expect(relativeError([1, 2], [1], tolerance)).toBe(Number.POSITIVE_INFINITY);
    expect(relativeError([Number.NaN], [1], tolerance)).toBe(Number.POSITIVE_INFINITY);
    expect(relativeError([Number.POSITIVE_INFINITY], [1], tolerance)).toBe(Number.POSITIVE_INFINITY);
  });
});
