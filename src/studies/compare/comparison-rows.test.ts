import { describe, expect, it } from "vitest";
import { comparisonRows, deviationsAbove } from "./comparison-rows.js";
import { comparisonTable } from "./comparison-table.js";
import { plan, result } from "./made-comparison.suite.js";
import type { ComparisonRecord } from "./records.js";

const records: ComparisonRecord[] = [
  result("untrained", "untrained encoder", 0, 0.5),
  result("untrained", "untrained encoder", 1, 0.52),
  result("plain", "raw pixels", 0, 0.6),
  result("trained", "good", 1, 0.74),
  result("trained", "good", 0, 0.7),
  result("trained", "flat", 0, 0.3, 0.01),
  { type: "failure", name: "flat", seed: 1, message: "diverged" },
  result("trained", "told", 0, 0.9),
];

describe("rows of a comparison", () => {
  const rows = comparisonRows(plan, records);
  const row = (name: string) => rows.find((found) => found.name === name)!;

  it("are baselines, then arms in the order of the plan; those without a result yet are left out", () => {
    expect(rows.map(({ name }) => name)).toEqual(["raw pixels", "untrained encoder", "good", "flat", "told"]);
    expect(row("good").results.map(({ seed }) => seed)).toEqual([0, 1]);
  });

  it("say how many pooled deviations a method is above the untrained encoder", () => {
    // Means 0.72 and 0.51; deviations 0.02828 and 0.01414 pool to sqrt((0.0008 + 0.0002) / 2) = 0.02236.
    expect(row("good").knnGain).toBeCloseTo(0.21 / 0.022360679, 4);
    expect(row("told").knnGain).toBeCloseTo(0.39 / 0.014142135, 4);
    expect(row("untrained encoder").knnGain).toBeNull();
    expect(deviationsAbove([0.5], [0.4])).toBeNull();
    expect(deviationsAbove([0.5, 0.5], [0.4])).toBeCloseTo(100);
  });

  it("compare a method that makes an encoder of its own with that one untrained", () => {
    const more = [...records, result("untrained", "untrained encoder of good", 0, 0.6)];
    const found = comparisonRows(plan, more);
    expect(found.map(({ name }) => name).slice(0, 3)).toEqual([
      "raw pixels",
      "untrained encoder",
      "untrained encoder of good",
    ]);
    const gain = (name: string, from = found) => from.find((one) => one.name === name)?.knnGain;
    expect(gain("good")).toBeCloseTo(deviationsAbove([0.7, 0.74], [0.6])!);
    expect(gain("told")).toBe(row("told").knnGain);
    expect(gain("untrained encoder of good")).toBeNull();
    // It failed: there is nothing to compare with, and another encoder is no substitute.
    const name = "untrained encoder of good";
    const failed = comparisonRows(plan, [...records, { type: "failure", name, seed: 0, message: "no" }]);
    expect(gain("good", failed)).toBeNull();
  });

  it("mark labels, collapse and failures, and relate costs to the reference a sample, phases included", () => {
    expect(row("told").labels).toBe(true);
    expect(row("flat").collapsed).toMatch(/collapsed/);
    expect(row("good").collapsed).toBeNull();
    expect(row("flat").failures).toEqual([{ seed: 1, message: "diverged" }]);
    expect(row("good").cost).toBeCloseTo(2);
    expect(row("flat").cost).toBeCloseTo((0.1 + 0.05) / 50 / (0.1 / 100));
  });

  it("make a table of means and spreads in percent", () => {
    const { columns, rows: lines } = comparisonTable(rows, 10);
    const good = Object.fromEntries(columns.map((column, i) => [column, lines[2]?.[i]]));
    expect(lines.map(([name]) => name)).toEqual([
      "raw pixels",
      "untrained encoder",
      "good",
      "flat (collapsed)",
      "told (labels)",
    ]);
    expect(good).toMatchObject({ "kNN, %": "72.0 ± 2.8", "probe, %": "82.0 ± 2.8", cost: "2.0x", steps: 20 });
    expect(lines[2]?.slice(1, 3)).toEqual(["72.0 ± 2.8", "9.4"]);
    expect(lines[3]?.at(-1)).toBe("1, 1 failed");
  });
});
