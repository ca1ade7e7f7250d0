import { describe, expect, it } from "vitest";
import type { EvaluationRow } from "./evaluation.js";
import { accuracyChart } from "./evaluation-report.js";
import { accuracyTable, summarise } from "./summary.js";

const row = (
  arm: EvaluationRow["arm"],
  probe: EvaluationRow["probe"],
  budget: string,
  seed: number,
  accuracy: number,
) => ({
  arm,
  probe,
  layer: arm === "plain" ? "raw pixels" : arm === "scratch" ? "encoder" : "embedding",
  budget,
  labels: budget === "all" ? 1000 : 30,
  seed,
  accuracy,
});
const rows = [
  row("pretrained", "linear", "all", 0, 0.95),
  row("pretrained", "linear", "10/class", 0, 0.8),
  row("pretrained", "linear", "10/class", 1, 0.9),
  row("plain", "linear", "10/class", 0, 0.5),
  row("plain", "linear", "all", 0, 0.94),
  row("scratch", "fine-tune", "10/class", 0, 0.6),
  row("scratch", "fine-tune", "10/class", 1, 0.6),
  row("scratch", "fine-tune", "all", 0, 0.9),
  row("scratch", "fine-tune", "all", 1, 0.98),
];

describe("summary", () => {
  it("has mean and sample deviation over seeds", () => {
    const [, few] = summarise(rows);
    expect(few).toEqual({
      arm: "pretrained",
      probe: "linear",
      layer: "embedding",
      budget: "10/class",
      labels: 30,
      mean: expect.closeTo(0.85, 12),
      spread: expect.closeTo(Math.SQRT1_2 / 10, 12),
      seeds: 2,
    });
  });

  it("makes a table of kinds by budgets, small to large", () => {
    expect(accuracyTable(rows)).toEqual({
      columns: ["accuracy, %", "10/class labels", "all labels"],
      rows: [
        ["pretrained, linear probe", "85.0 ± 7.1", "95.0"],
        ["raw pixels, linear probe", "50.0", "94.0"],
        ["from scratch, end to end", "60.0 ± 0.0", "94.0 ± 5.7"],
      ],
    });
  });

  it("draws lines over budgets, or bars for one budget", () => {
    const facts = { method: "simclr", test: "mnist test" };
    const lines = accuracyChart({ ...facts, summary: summarise(rows) });
    expect(lines).toContain("pretrained, linear probe");
    expect(lines).toContain(">labels<");
    const bars = accuracyChart({
      ...facts,
      summary: summarise(rows.filter(({ budget }) => budget === "all")),
    });
    expect(bars).toContain("all labels");
  });
});
