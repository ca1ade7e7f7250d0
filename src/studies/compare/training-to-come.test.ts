import { expect, it } from "vitest";
import { measured } from "./made-comparison.suite.js";
import { trainingToCome } from "./training-to-come.js";

it("is compiling, steps and phases of all runs to come", () => {
  // 1 + 20 * 0.1; then 1 + 20 * 0.2 + 3 + (20 / 8 rounded up - 1) * 0.5; what was not measured is not known.
  const phases = measured(0.2, { firstPhaseSeconds: 3, phaseSeconds: 0.5, phaseEvery: 8 });
  const planned = [
    { measured: measured(0.1), steps: 20 },
    { measured: phases, steps: 20 },
    { measured: null, steps: null },
  ];
  expect(trainingToCome(planned)).toBeCloseTo(3 + 9);
  expect(trainingToCome([])).toBe(0);
});
