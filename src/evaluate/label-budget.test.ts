import { describe, expect, it } from "vitest";
import { labelBudgets, labelledSubset } from "./label-budget.js";

const labels = Int32Array.from({ length: 1000 }, (_, i) => (i < 700 ? 0 : i < 900 ? 1 : i < 990 ? 2 : -1));
const counts = (chosen: Int32Array) => [0, 1, 2].map((c) => chosen.filter((i) => labels[i] === c).length);
const one = (name: string) => labelBudgets([name], 990, 3)[0]!;

describe("label budgets", () => {
  it("are read in every notation, sorted and without repeats", () => {
    const budgets = labelBudgets(["all", "10%", "100", "10/class", "0.5 %", "100"], 60000, 10);
    expect(budgets.map(({ name, labels }) => [name, labels])).toEqual([
      ["100", 100],
      ["10/class", 100],
      ["0.5 %", 300],
      ["10%", 6000],
      ["all", 60000],
    ]);
    expect(budgets[1]?.perClass).toBe(10);
  });

  it("that cannot be read or met are refused by name", () => {
    for (const name of ["ten", "1.5", "-3", "101%", "", "3/sample"]) {
      expect(() => labelBudgets([name], 100, 10)).toThrow(JSON.stringify(name));
    }
    expect(() => labelBudgets(["0.1%"], 100, 10)).toThrow("less than one label");
    expect(() => labelBudgets(["0"], 100, 10)).toThrow("less than one label");
    expect(() => labelBudgets(["20/class"], 100, 10)).toThrow("needs 200 labels; there are 100");
  });
});

describe("labelled subsets", () => {
  it("keep the classes' proportions", () => {
    expect(counts(labelledSubset(labels, one("99"), 0))).toEqual([70, 20, 9]);
  });

  it("take the same number of every class when asked", () => {
    expect(counts(labelledSubset(labels, one("30/class"), 0))).toEqual([30, 30, 30]);
    const tooMany = { name: "95/class", labels: 285, perClass: 95 };
    expect(() => labelledSubset(labels, tooMany, 0)).toThrow(
      "Class 2 has 90 labelled samples, fewer than the 95",
    );
  });

  it("are nested for one seed, differ between seeds, and repeat", () => {
    for (const [small, large] of [
      ["20", "200"],
      ["5/class", "50/class"],
    ] as const) {
      const inner = labelledSubset(labels, one(small), 4);
      const outer = new Set(labelledSubset(labels, one(large), 4));
      expect(inner.every((i) => outer.has(i))).toBe(true);
      expect(labelledSubset(labels, one(small), 4)).toEqual(inner);
      expect(labelledSubset(labels, one(small), 5)).not.toEqual(inner);
    }
  });

  it("hold every labelled sample for `all`, and never one without a label", () => {
    expect(labelledSubset(labels, one("all"), 1)).toEqual(Int32Array.from({ length: 990 }, (_, i) => i));
  });

  it("do not prefer low classes when there are fewer labels than classes", () => {
    const many = Int32Array.from({ length: 100 }, (_, i) => i % 50);
    const seen = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      for (const i of labelledSubset(many, { name: "5", labels: 5 }, seed)) seen.add(many[i]!);
    }
    expect(Math.max(...seen)).toBeGreaterThan(25);
  });
});
