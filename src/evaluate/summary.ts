import { meanAndSpread, meanSpread, type Table } from "../report/index.js";
import type { EvaluationRow, EvaluationSummary } from "./evaluation.js";
import { grouped } from "./grouped.js";

/** Mean and spread over seeds, in the order in which kinds of rows first came. */
export function summarise(rows: readonly EvaluationRow[]): EvaluationSummary[] {
  const groups = grouped(rows, ({ arm, probe, layer, budget }) => [arm, probe, layer, budget].join("\n"));
  return [...groups.values()].map((group) => {
    const { arm, probe, layer, budget, labels } = group[0]!;
    const { mean, spread } = meanAndSpread(group.map(({ accuracy }) => accuracy));
    return { arm, probe, layer, budget, labels, mean, spread, seeds: group.length };
  });
}

/** What a person calls a kind of measurement. */
export function kindName({ arm, probe, layer }: Pick<EvaluationRow, "arm" | "probe" | "layer">): string {
  if (arm === "scratch") return "from scratch, end to end";
  if (probe === "fine-tune") return "pretrained, fine-tuned";
  const how = probe === "knn" ? "kNN" : "linear probe";
  if (arm === "plain") return `${layer}, ${how}`;
  return `${arm}, ${how}${layer === "embedding" ? "" : ` on ${layer}`}`;
}

/** Whether something stands for all of an arm, rather than for an inner layer of the encoder. */
export function isOfWhole({ arm, layer }: Pick<EvaluationRow, "arm" | "layer">): boolean {
  return arm === "plain" || layer === "embedding" || layer === "encoder";
}

/** Budgets in the order in which they came, small to large. */
export function budgetNames(rows: readonly Pick<EvaluationRow, "budget" | "labels">[]): string[] {
  const sized = new Map(rows.map(({ budget, labels }) => [budget, labels]));
  return [...sized].sort((a, b) => a[1] - b[1]).map(([budget]) => budget);
}

/** One line a kind of measurement, one column a budget, accuracies in % as mean ± sd. */
export function accuracyTable(rows: readonly EvaluationRow[]): Table {
  const budgets = budgetNames(rows);
  const kinds = [...new Set(rows.map(kindName))];
  const cell = (kind: string, budget: string) => {
    const found = rows.filter((row) => row.budget === budget && kindName(row) === kind);
    return found.length === 0 ? null : meanSpread(found.map(({ accuracy }) => 100 * accuracy));
  };
  const columns = [
    "accuracy, %",
    ...budgets.map((budget) => (budget === "all" ? "all labels" : `${budget} labels`)),
  ];
  return { columns, rows: kinds.map((kind) => [kind, ...budgets.map((budget) => cell(kind, budget))]) };
}
