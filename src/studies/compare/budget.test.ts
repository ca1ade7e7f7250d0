import { describe, expect, it } from "vitest";
import { ConfigError } from "../../errors.js";
import { barePicturesData } from "../../setup/index.js";
import { fullViews, readBudget, stepsWithin } from "./budget.js";

const facts = {
  stepSeconds: 0.05,
  firstPhaseSeconds: 0,
  phaseSeconds: 0,
  phaseEvery: null,
  stepsPerEpoch: 100,
  views: 2,
};

const of = (side: number) => ({ data: barePicturesData({ size: [side, side], channels: 1 }) });

describe("a budget", () => {
  it("is read as time or as passes", () => {
    expect(readBudget("90s")).toEqual({ kind: "time", seconds: 90 });
    expect(readBudget("1.5m")).toEqual({ kind: "time", seconds: 90 });
    expect(readBudget("3epochs")).toEqual({ kind: "views", epochs: 3 });
    for (const text of ["90", "soon", "0s", "-3m", ""])
      expect(() => readBudget(text), text).toThrow(ConfigError);
  });

  it("of time is spent on steps", () => {
    expect(stepsWithin({ kind: "time", seconds: 1.01 }, facts, 2)).toBe(20);
    expect(stepsWithin({ kind: "time", seconds: 0.01 }, facts, 2)).toBe(1);
  });

  it("of time pays for phases too, and never more than there is", () => {
    const phased = { ...facts, firstPhaseSeconds: 0.8, phaseSeconds: 0.5, phaseEvery: 10 };
    for (let tenths = 9; tenths < 60; tenths++) {
      const seconds = tenths / 10 + 0.01;
      const cost = (steps: number) => steps * 0.05 + 0.8 + (Math.ceil(steps / 10) - 1) * 0.5;
      const steps = stepsWithin({ kind: "time", seconds }, phased, 2);
      expect(cost(steps)).toBeLessThanOrEqual(seconds);
      expect(cost(steps + 1)).toBeGreaterThan(seconds);
    }
  });

  it("of views counts pixels: two full and four half-sided views are three", () => {
    const views = fullViews([{ count: 2 }, { count: 4, scale: 0.5 }], of(32));
    expect(views).toBe(3);
    // Half of 28 is 14, and views of that are 16x16.
    expect(fullViews([{ count: 2 }, { count: 4, scale: 0.5 }], of(28))).toBeCloseTo(
      2 + (4 * 16 ** 2) / 28 ** 2,
    );
    expect(stepsWithin({ kind: "views", epochs: 3 }, { ...facts, views }, 2)).toBe(200);
    expect(stepsWithin({ kind: "views", epochs: 3 }, facts, 2)).toBe(300);
  });
});
