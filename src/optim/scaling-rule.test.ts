import { describe, expect, it } from "vitest";
import { scaledRate } from "./index.js";

describe("scaledRate", () => {
  const found = { rate: 0.05, batchSize: 256 };

  it("is SimCLR's linear and square-root rule", () => {
    // Chen et al., 2020, section B.1: 0.3 × batch / 256 and 0.075 × √batch.
    for (const batchSize of [256, 1024, 4096]) {
      expect(scaledRate({ rate: 0.3, batchSize: 256 }, batchSize, "linear")).toBeCloseTo(
        (0.3 * batchSize) / 256,
        12,
      );
      expect(scaledRate({ rate: 0.075 * 16, batchSize: 256 }, batchSize, "square-root")).toBeCloseTo(
        0.075 * Math.sqrt(batchSize),
        12,
      );
    }
  });

  it("takes no notice of how a batch is reached", () => {
    for (const rule of ["linear", "square-root", "none"] as const) {
      const halfway = scaledRate(found, 96, rule);
      expect(scaledRate({ rate: halfway, batchSize: 96 }, 32, rule)).toBeCloseTo(
        scaledRate(found, 32, rule),
        12,
      );
    }
  });

  it("gives the very rate at the batch where it was found, and everywhere by the rule none", () => {
    for (const rule of ["linear", "square-root", "none"] as const) {
      expect(scaledRate(found, 256, rule)).toBe(0.05);
    }
    expect(scaledRate(found, 7, "none")).toBe(0.05);
  });
});
