import { describe, expect, it } from "vitest";
import { normalQuantiles } from "./index.js";

describe("normalQuantiles", () => {
  it("are the ones of printed tables", () => {
    const quantiles = normalQuantiles(39);
    expect(quantiles[19]).toBe(0);
    expect(quantiles[38]).toBeCloseTo(1.959964, 5);
    expect(quantiles[0]).toBeCloseTo(-1.959964, 5);
    expect(quantiles[31]).toBeCloseTo(0.841621, 5);
    expect(normalQuantiles(99_999)[99_998]).toBeCloseTo(4.264891, 4);
  });
});
