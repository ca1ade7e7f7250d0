import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { JUDGING } from "../../evaluate/index.js";
import { comparisonSections, titleOf } from "./comparison-report.js";
import { plan, result } from "./made-comparison.suite.js";
import { readPlan } from "./plan.js";
import type { ComparisonRecord } from "./records.js";

const records: ComparisonRecord[] = [
  result("untrained", "untrained encoder", 0, 0.5),
  result("trained", "good", 0, 0.7),
];
const text = (all = records) => comparisonSections(plan, all)[0]!.text;

describe("the words of a report", () => {
  it("do not say that runs took what the budget is", () => {
    expect(text()).toContain(
      "does the steps that fit in 2s at the pace that was measured before the first run",
    );
    expect(text()).toMatch(/column of seconds is what they took/);
    expect(text()).not.toMatch(/trains for/);
  });

  it("say which untrained encoder a difference is to", () => {
    expect(text()).toContain("difference to the untrained encoder in standard");
    expect(text([...records, result("untrained", "untrained encoder of good", 0, 0.6)])).toContain(
      "difference to the untrained encoder (to its own,",
    );
  });

  it("say whose augmentations are left out", () => {
    const method = { name: "simclr", options: {} };
    const left = {
      ...plan,
      arms: plan.arms.map((one, i) => ({ ...one, method, augment: i === 0 ? [] : null })),
    };
    expect(titleOf(left)).toBe("SimCLR with augmentations left out, mlp on made, 2s");
    expect(comparisonSections(left, records)[0]!.text).toContain(
      '"none" are SimCLR with all augmentations of the recipe, with that one left out, and with no augmentation',
    );
    expect([titleOf(plan), text()].join()).not.toContain("left out");
  });

  it("say whose labels judge", () => {
    const folded = { ...plan, settings: { ...plan.settings, folds: 4 } };
    expect(text()).toContain("with the labels of at most 100 training samples");
    expect(comparisonSections(folded, records)[0]!.text).toContain(
      "of the others, cross-validated in 4 parts",
    );
  });

  it("count as a person does", () => {
    const said = (budget: string, fewLabels: number) =>
      comparisonSections({ ...plan, settings: { ...plan.settings, budget, fewLabels } }, records)[0]!.text;
    expect(said("1epochs", 1)).toMatch(/as SimCLR does in 1 pass\..*with 1 label a class\./);
    expect(said("3epochs", 2)).toMatch(/as SimCLR does in 3 passes\..*with 2 labels a class\./);
  });

  it("are today's only where the judge is", () => {
    const said = (judging: string | null) =>
      comparisonSections({ ...plan, settings: { ...plan.settings, fineTune: true, judging } }, records)[0]!
        .text;
    expect(said(JUDGING)).toContain("a classifier that starts at zero trained");
    expect(said(JUDGING)).not.toContain("earlier version");
    for (const [judging, told] of [
      [null, "(which way was not kept)"],
      ["kNN of 200", "(kNN of 200)"],
    ] as const) {
      expect(said(judging)).toContain(`in another way than today's ${told}`);
      expect(said(judging)).not.toContain("starts at zero");
    }
  });
});

it("plans of results that the documentation shows can be read, those that kept less too", async () => {
  const results = fileURLToPath(new URL("../../../docs/results", import.meta.url));
  for (const name of await readdir(results)) {
    const kept = await readPlan(join(results, name));
    expect(kept?.settings.data.classes, name).toBeGreaterThan(1);
  }
});
