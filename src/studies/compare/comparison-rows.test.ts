import { describe, expect, it } from "vitest";
import { comparisonRows, deviationsAbove } from "./comparison-rows.js";
import { comparisonTable } from "./comparison-table.js";
import type { Measured, Plan } from "./plan.js";
import type { ComparisonRecord, ResultRecord } from "./records.js";

const measured = (stepSeconds: number, change: Partial<Measured> = {}): Measured => ({
  stepSeconds,
  firstPhaseSeconds: 0,
  phaseSeconds: 0,
  phaseEvery: null,
  stepsPerEpoch: 10,
  batchSize: 100,
  views: 2,
  compileSeconds: 1,
  ...change,
});

const arm = (name: string, own: Measured, labels = false) => ({
  name,
  method: { name, options: {} },
  recipe: {},
  augment: null,
  labels,
  measured: own,
  steps: 20,
});

const plan: Plan = {
  format: "unlabel-comparison-1",
  settings: {
    data: { name: "made", samples: 1000, classes: 2, digest: "0" },
    test: { heldOut: 200 },
    size: [8, 8],
    channels: 1,
    encoder: { name: "mlp", options: {} },
    budget: "2s",
    augment: [],
    batchSize: null,
    threads: 1,
    trainLimit: 100,
    testLimit: 100,
    fewLabels: 10,
  },
  reference: measured(0.1),
  arms: [
    arm("good", measured(0.2)),
    arm("flat", measured(0.1, { batchSize: 50, phaseSeconds: 0.5, phaseEvery: 10 })),
    arm("told", measured(0.05), true),
    arm("waiting", measured(0.05)),
  ],
  machine: { cpu: "made", cores: 2, memoryGiB: 1, platform: "none", versions: {} },
  started: "2020-01-01T00:00:00.000Z",
};

const result = (
  kind: ResultRecord["kind"],
  name: string,
  seed: number,
  knn: number,
  deviation = 1,
): ResultRecord => ({
  type: "result",
  kind,
  name,
  seed,
  knn,
  probe: knn + 0.1,
  fewKnn: null,
  fewProbe: 0.5,
  effectiveRank: 20,
  deviation,
  dimensions: 32,
  samples: 100,
  training:
    kind === "trained"
      ? { steps: 20, batchSize: 100, samples: 2000, seconds: 2.2, compileSeconds: 1, parameters: 10, loss: 1 }
      : null,
  judgeSeconds: 1,
  wallSeconds: 4,
});

const records: ComparisonRecord[] = [
  result("untrained", "untrained encoder", 0, 0.5),
  result("untrained", "untrained encoder", 1, 0.52),
  result("pixels", "raw pixels", 0, 0.6),
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
