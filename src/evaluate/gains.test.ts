import { describe, expect, it } from "vitest";
import type { EvaluationRow } from "./evaluation.js";
import { curveSteps } from "./fine-tune.js";
import { convergence, convergenceTable, gainTable, pairedGains } from "./gains.js";

const row = (
  arm: EvaluationRow["arm"],
  probe: EvaluationRow["probe"],
  seed: number,
  accuracy: number,
  budget = "10",
) => ({
  arm,
  probe,
  layer: probe === "fine-tune" ? "encoder" : arm === "plain" ? "raw pixels" : "embedding",
  budget,
  labels: budget === "all" ? 500 : 10,
  seed,
  accuracy,
});

describe("gains", () => {
  it("are paired by seed", () => {
    const rows = [
      row("pretrained", "linear", 0, 0.9),
      row("pretrained", "linear", 1, 0.7),
      row("plain", "linear", 1, 0.5),
      row("plain", "linear", 0, 0.7),
      { ...row("pretrained", "linear", 0, 0.99), layer: "projection" },
    ];
    // 0.2 in both seeds: no spread, however much the accuracies differ.
    expect(pairedGains(rows)).toEqual([
      {
        budget: "10",
        probe: "linear",
        baseline: "plain",
        plain: "raw pixels",
        baselineProbe: "linear",
        mean: expect.closeTo(0.2, 12),
        spread: expect.closeTo(0, 12),
        seeds: 2,
      },
    ]);
  });

  it("are over either use of a baseline", () => {
    const rows = [
      row("pretrained", "linear", 0, 0.75),
      row("plain", "linear", 0, 0.5),
      row("plain", "knn", 0, 0.7),
    ];
    expect(gainTable(pairedGains(rows)).rows).toEqual([
      ["linear probe, over raw pixels", "+25.0"],
      ["linear probe, over raw pixels, kNN", "+5.0"],
    ]);
  });

  it("set a single measurement with all labels against every seed of the other", () => {
    const rows = [
      row("pretrained", "knn", 0, 0.9, "all"),
      row("untrained", "knn", 0, 0.6, "all"),
      row("untrained", "knn", 1, 0.8, "all"),
    ];
    const [gain] = pairedGains(rows);
    expect(gain).toMatchObject({ baseline: "untrained", seeds: 2 });
    expect(gain?.mean).toBeCloseTo(0.2, 12);
    expect(gainTable(pairedGains(rows))).toEqual({
      columns: ["gain, percentage points", "all"],
      rows: [["kNN, over the untrained encoder", "+20.0 ± 14.1"]],
    });
  });
});

describe("convergence", () => {
  const curve = (...accuracies: number[]) =>
    accuracies.map((accuracy, i) => ({ step: 10 * (i + 1), accuracy }));

  it("is where the mean curve reaches what scratch ends with, between points by a straight line", () => {
    const found = convergence(
      [
        { ...row("pretrained", "fine-tune", 0, 0.9), curve: curve(0.5, 0.8, 0.9) },
        { ...row("pretrained", "fine-tune", 1, 0.9), curve: curve(0.7, 0.7, 0.9) },
        { ...row("scratch", "fine-tune", 0, 0.7), curve: curve(0.1, 0.3, 0.7) },
        { ...row("scratch", "fine-tune", 1, 0.7), curve: curve(0.1, 0.3, 0.7) },
      ],
      500,
    );
    // Means 0.6, 0.75, 0.9: two thirds of the way from 10 to 20.
    const settled = { budget: "10", target: 0.7, steps: 30, points: 3, samples: 500 };
    expect(found).toEqual([{ ...settled, pretrained: 17, scratch: 30 }]);
    expect(convergenceTable(found).rows).toEqual([["10", "70.0", "17", "30", 30]]);
  });

  it("may be reached before anything is measured, or not at all", () => {
    const found = convergence(
      [
        { ...row("pretrained", "fine-tune", 0, 0.2), curve: curve(0.1, 0.2) },
        { ...row("scratch", "fine-tune", 0, 0.7), curve: curve(0.8, 0.7) },
      ],
      500,
    );
    expect(found[0]).toMatchObject({ pretrained: null, scratch: 10 });
    expect(convergenceTable(found).rows[0]?.[2]).toBe("not in 20");
  });

  it("is measured at twenty steps and more, and finely where a pretrained encoder is quick", () => {
    for (const steps of [20, 200, 313, 600]) {
      const points = curveSteps(steps);
      expect(points.length).toBeGreaterThanOrEqual(20);
      expect(points.at(-1)).toBe(steps);
      for (const [i, step] of points.entries())
        expect(step - (points[i - 1] ?? 0)).toBeLessThanOrEqual(Math.ceil(0.05 * steps));
      expect(points).toEqual([...points].sort((a, b) => a - b));
    }
    expect(curveSteps(200).slice(0, 5)).toEqual([2, 4, 6, 8, 10]);
    expect(curveSteps(3)).toEqual([1, 2, 3]);
  });
});
