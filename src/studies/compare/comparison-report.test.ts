import { describe, expect, it } from "vitest";
import { comparisonSections } from "./comparison-report.js";
import { plan, result } from "./made-comparison.suite.js";
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
});
