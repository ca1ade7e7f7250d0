import { describe, expect, it } from "vitest";
import type { EvaluationRow } from "./evaluation.js";
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
  layer: probe === "fine-tune" ? "encoder" : arm === "pixels" ? "pixels" : "embedding",
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
      row("pixels", "linear", 1, 0.5),
      row("pixels", "linear", 0, 0.7),
      { ...row("pretrained", "linear", 0, 0.99), layer: "projection" },
    ];
    // 0.2 in both seeds: no spread, however much the accuracies differ.
    expect(pairedGains(rows)).toEqual([
      {
        budget: "10",
        probe: "linear",
        baseline: "pixels",
        mean: expect.closeTo(0.2, 12),
        spread: expect.closeTo(0, 12),
        seeds: 2,
      },
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

  it("is the first step whose mean accuracy reaches what scratch ends with", () => {
    const found = convergence([
      { ...row("pretrained", "fine-tune", 0, 0.9), curve: curve(0.5, 0.8, 0.9) },
      { ...row("pretrained", "fine-tune", 1, 0.9), curve: curve(0.7, 0.7, 0.9) },
      { ...row("scratch", "fine-tune", 0, 0.7), curve: curve(0.1, 0.3, 0.7) },
      { ...row("scratch", "fine-tune", 1, 0.7), curve: curve(0.1, 0.3, 0.7) },
    ]);
    expect(found).toEqual([{ budget: "10", target: 0.7, steps: 30, pretrained: 20, scratch: 30 }]);
    expect(convergenceTable(found).rows).toEqual([["10", "70.0", "≤ 20", "≤ 30"]]);
  });

  it("may not be reached", () => {
    const found = convergence([
      { ...row("pretrained", "fine-tune", 0, 0.2), curve: curve(0.1, 0.2) },
      { ...row("scratch", "fine-tune", 0, 0.7), curve: curve(0.8, 0.7) },
    ]);
    expect(found[0]).toMatchObject({ pretrained: null, scratch: 10 });
    expect(convergenceTable(found).rows[0]?.[2]).toBe("not in 20");
  });
});
