import { describe, expect, it } from "vitest";
import type { ArmMoment, ArmResult } from "./arm-result.js";
import { type ArmPair, effectOf, energyFinding, findingOf } from "./findings.js";

const healthyMoment: ArmMoment = {
  step: 400,
  loss: 1,
  knn: 0.91,
  rank: 40,
  deviation: 0.9,
  headRank: 30,
  headDeviation: 0.95,
  compatible: -0.9,
  incompatible: -0.1,
  gap: 3,
  auroc: 0.98,
};

const ended = (last: Partial<ArmMoment>, extra: Partial<ArmResult> = {}): ArmResult => ({
  name: "arm",
  moments: [
    { ...healthyMoment, step: 0 },
    { ...healthyMoment, ...last },
  ],
  warnings: [],
  ended: null,
  seconds: 1,
  ...extra,
});

const pair = (last: Partial<ArmMoment>, extra?: Partial<ArmResult>): ArmPair => ({
  method: "SimSiam",
  ingredient: "stop-gradient",
  healthy: ended({}),
  without: ended(last, extra),
});

describe("what an ingredient did", () => {
  it.each([
    [{ deviation: 0.01 }, "prevented complete collapse"],
    [{ headDeviation: 0.01, headRank: 1 }, "prevented complete collapse of the head"],
    [{ rank: 3 }, "prevented dimensional collapse"],
    [{ headRank: 3 }, "prevented dimensional collapse of the head"],
    [{ compatible: 0.001, incompatible: 0.002 }, "prevented complete collapse of the head"],
    [{ knn: 0.8 }, "helped"],
    [{ auroc: 0.6 }, "helped"],
    [{ knn: 0.9, rank: 35 }, "did not matter"],
    [{ knn: 0.99, headDeviation: null, headRank: null }, "did not matter"],
  ] as const)("follows from the last numbers: %o", (last, effect) => {
    expect(effectOf(pair(last))).toBe(effect);
  });

  it("may be that training does not diverge", () => {
    expect(effectOf(pair({}, { ended: "NaN at step 7." }))).toBe("kept training from diverging");
  });

  it("is no collapse that the ingredient prevented where the method as it is has collapsed too", () => {
    const both = { ...pair({ deviation: 0.01 }), healthy: ended({ deviation: 0.02 }) };
    expect(effectOf(both)).toBe("did not matter");
  });

  it("is told with its numbers", () => {
    expect(
      findingOf(pair({ deviation: 0.014, headDeviation: null, headRank: null, rank: 1.2, knn: 0.14 })),
    ).toBe(
      "Without the stop-gradient, SimSiam ended with deviation 0.01, rank 1.2, kNN 14 %; with it, with deviation 0.90 (head 0.95), rank 40.0 (head 30.0), kNN 91 %: the stop-gradient prevented complete collapse.",
    );
    expect(findingOf(pair({ knn: null }))).toMatch(/did not matter here, in 400 steps\.$/);
  });

  it("shows in the energies: of non-matching pairs that of matching ones", () => {
    expect(energyFinding([pair({})])).toBeNull();
    // A tiny gap of tinier deviations is none either.
    expect(
      energyFinding([pair({ compatible: -0.999, incompatible: -0.993, gap: 0.8, auroc: 0.85 })]),
    ).toMatch(/0\.0060/);
    const text = energyFinding([pair({ compatible: -0.9999, incompatible: -0.9998, gap: 0.1, auroc: 0.53 })]);
    expect(text).toContain(
      "-0.9999 and -0.9998, a gap of 0.00010 (0.1 pooled deviations) where the healthy one has 0.80 (3.0), AUROC 0.53 instead of 0.98",
    );
  });
});
