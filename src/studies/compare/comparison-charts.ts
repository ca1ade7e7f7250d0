import { barChart, meanAndSpread, pointChart, type Svg } from "../../report/index.js";
import type { ComparisonRow } from "./comparison-rows.js";
import { rowName } from "./comparison-table.js";
import type { ResultRecord } from "./records.js";

const scores = [
  ["kNN", ({ knn }: ResultRecord) => knn],
  ["linear probe", ({ probe }: ResultRecord) => probe],
  ["probe, few labels", ({ fewProbe }: ResultRecord) => fewProbe],
] as const;

/** Bars of all rows, whiskers over seeds. */
export function accuracyBars(title: string, subtitle: string, all: readonly ComparisonRow[]): Svg {
  const rows = all.filter(({ results }) => results.length > 0);
  const of = (row: ComparisonRow, score: (result: ResultRecord) => number | null) =>
    meanAndSpread(row.results.flatMap((result) => score(result) ?? []));
  return barChart({
    title: `Accuracy: ${title}`,
    subtitle,
    width: Math.max(700, 80 + 42 * rows.length),
    height: 460,
    groups: rows.map(rowName),
    series: scores.map(([name, score]) => ({
      name,
      values: rows.map((row) => 100 * of(row, score).mean),
      spread: rows.map((row) => 100 * of(row, score).spread),
    })),
    y: { label: "accuracy", unit: "%" },
  });
}

/** kNN accuracy over the cost of a step a sample; what is not trained has none, and is a line. */
export function costChart(title: string, subtitle: string, rows: readonly ComparisonRow[]): Svg {
  const knn = (row: ComparisonRow) => meanAndSpread(row.results.map((result) => 100 * result.knn));
  const known = rows.filter(({ results }) => results.length > 0);
  return pointChart({
    title: `kNN against cost: ${title}`,
    subtitle,
    x: { label: "time of a step a sample, relative to SimCLR", scale: "log" },
    y: { label: "kNN accuracy", unit: "%" },
    points: known.flatMap((row) =>
      row.cost === null
        ? []
        : [{ name: rowName(row), x: row.cost, y: knn(row).mean, spread: knn(row).spread }],
    ),
    lines: known.flatMap((row) => (row.kind === "trained" ? [] : [{ name: row.name, y: knn(row).mean }])),
  });
}
