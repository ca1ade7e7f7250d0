import { expect, it } from "vitest";
import { labelBudgets } from "./label-budget.js";
import { labelDraws } from "./label-draws.js";
import { missedClasses } from "./setting.js";

it("tells of budgets whose draws leave classes out", () => {
  const trainLabels = Int32Array.from({ length: 100 }, (_, i) => i % 10);
  const data = { trainLabels, classNames: [] } as never;
  const draws = labelDraws(data, labelBudgets(["4", "1/class", "all"], 100, 10), 3);
  expect(missedClasses({ draws, data })).toEqual([
    "The label budget 4 draws 4 labels, in which as few as 4 of the 10 classes occur: samples of the others cannot be told.",
  ]);
});
