import { describe, expect, it } from "vitest";
import { cosineAt, emaMomentumAt, learningRateAt } from "./index.js";

describe("cosineAt", () => {
  // 0.5 * (1 + cos(pi * step / 10)), as DINO's cosine_scheduler has it for ten steps.
  it.each([
    [0, 10, 1],
    [1, 10, 0.97552826],
    [5, 10, 0.5],
    [9, 10, 0.02447174],
    [10, 10, 0],
    [11, 10, 0],
    [0, 1, 1],
    [1, 1, 0],
  ])("step %i of %i is %f", (step, totalSteps, expected) => {
    expect(cosineAt({ start: 1, end: 0, totalSteps }, step)).toBeCloseTo(expected, 8);
  });

  it("is the middle half way, and symmetric about it", () => {
    const wave = { start: 3, end: 1, totalSteps: 20 };
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
    expect(all[3]).toBeCloseTo(2 * 0.97552826, 7);
    expect(all[11]).toBeCloseTo(2 * 0.02447174, 7);
    expect(learningRateAt({ schedule: "cosine", base: 2, totalSteps: 5, end: 0.1 }, 5)).toBeCloseTo(0.2, 12);
  });

  it("lets every step learn, the first, the last and the only one too", () => {
    for (const schedule of ["cosine", "step", "constant"] as const)
      for (const [warmupSteps, totalSteps] of [
        [0, 1],
        [0, 2],
        [1, 2],
        [5, 10],
        [10, 10],
      ] as const)
        for (const rate of rates(schedule, warmupSteps, totalSteps)) expect(rate).toBeGreaterThan(0);
    expect(rates("cosine", 0, 1)).toEqual([2]);
  });

  it("joins warm-up and fall at the base: neither jumps past the other", () => {
    const all = rates("cosine", 5, 20);
    expect([all[4], all[5]]).toEqual([2, 2]);
    for (let i = 1; i < 5; i++) expect(all[i]).toBeGreaterThan(all[i - 1]!);
    for (let i = 6; i < 20; i++) expect(all[i]).toBeLessThan(all[i - 1]!);
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
    const momentum = { start: 0.99, end: 1, totalSteps: 10 };
    expect(emaMomentumAt(momentum, 0)).toBeCloseTo(0.99, 12);
    expect(emaMomentumAt(momentum, 5)).toBeCloseTo(0.995, 12);
    // The last step still hears the student.
    expect(emaMomentumAt(momentum, 9)).toBeLessThan(1);
    expect(emaMomentumAt(momentum, 10)).toBe(1);
  });
});
