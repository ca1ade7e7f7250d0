import { describe, expect, it } from "vitest";
import { cosineAt, emaMomentumAt, learningRateAt } from "./index.js";

describe("cosineAt", () => {
  // Values of lightly's cosine_schedule, which divides by totalSteps - 1.
  it.each([
    [0, 10, 1],
    [1, 10, 0.96984631],
    [2, 10, 0.88302222],
    [9, 10, 0],
    [10, 10, 0],
    [0, 1, 0],
  ])("step %i of %i is %f", (step, totalSteps, expected) => {
    expect(cosineAt({ start: 1, end: 0, totalSteps }, step)).toBeCloseTo(expected, 8);
  });

  it("is the middle half way, and symmetric about it", () => {
    const wave = { start: 3, end: 1, totalSteps: 21 };
    expect(cosineAt(wave, 10)).toBeCloseTo(2, 12);
    for (let i = 0; i <= 10; i++) expect(cosineAt(wave, i) + cosineAt(wave, 20 - i)).toBeCloseTo(4, 12);
  });
});

describe("learningRateAt", () => {
  const rates = (schedule: "cosine" | "step" | "constant", warmupSteps: number, totalSteps = 10) =>
    Array.from({ length: totalSteps }, (_, step) =>
      learningRateAt({ schedule, base: 2, warmupSteps, totalSteps }, step),
    );

  it("warms up in equal parts: step t of w at (t + 1) / w", () => {
    expect(rates("constant", 4).slice(0, 6)).toEqual([0.5, 1, 1.5, 2, 2, 2]);
    expect(learningRateAt({ schedule: "cosine", base: 1, warmupSteps: 10, totalSteps: 20 }, 8)).toBeCloseTo(
      0.9,
      12,
    );
  });

  it("falls as a cosine over the steps that remain", () => {
    const all = rates("cosine", 2, 12);
    expect(all[2]).toBe(2);
    expect(all[3]).toBeCloseTo(2 * 0.96984631, 7);
    expect(all[11]).toBe(0);
    expect(learningRateAt({ schedule: "cosine", base: 2, totalSteps: 5, end: 0.1 }, 4)).toBeCloseTo(0.2, 12);
  });

  it("drops by a factor at fractions of the run", () => {
    const expected = [2, 2, 2, 2, 2, 2, 0.2, 0.2, 0.02, 0.02];
    rates("step", 0).forEach((rate, i) => {
      expect(rate).toBeCloseTo(expected[i]!, 12);
    });
    const custom = { schedule: "step", base: 1, totalSteps: 4, milestones: [0.5], factor: 0.5 } as const;
    expect([0, 1, 2, 3].map((step) => learningRateAt(custom, step))).toEqual([1, 1, 0.5, 0.5]);
  });
});

describe("emaMomentumAt", () => {
  it("rises from start to end", () => {
    const momentum = { start: 0.99, end: 1, totalSteps: 11 };
    expect(emaMomentumAt(momentum, 0)).toBeCloseTo(0.99, 12);
    expect(emaMomentumAt(momentum, 5)).toBeCloseTo(0.995, 12);
    expect(emaMomentumAt(momentum, 10)).toBe(1);
  });
});
