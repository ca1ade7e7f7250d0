import { type Cell, meanAndSpread, meanSpread, type Table } from "../../report/index.js";
import type { ComparisonRow } from "./comparison-rows.js";
import type { ResultRecord } from "./records.js";

/** One line a row; accuracies in %, mean ± standard deviation over seeds. */
export function comparisonTable(rows: readonly ComparisonRow[], fewLabels: number): Table {
  const isTuned = rows.some(({ results }) => results.some(({ fewFineTuned }) => fewFineTuned !== null));
  return {
    columns: [
      "",
      "kNN, %",
      "σ above",
      "probe, %",
      "σ above",
      `probe, ${labelsEach(fewLabels)}, %`,
      ...(isTuned ? [`fine-tuned, ${labelsEach(fewLabels)}, %`] : []),
      "rank",
      "deviation",
      "step, ms",
      "cost",
      "steps",
      "samples",
      "seconds",
      "seeds",
    ],
    rows: rows.map((row) => cells(row, isTuned)),
  };
}

function cells(row: ComparisonRow, isTuned: boolean): Cell[] {
  const { results, measured, cost } = row;
  const percent = (score: (result: ResultRecord) => number | null) =>
    meanSpread(results.map(score).flatMap((value) => (value === null ? [] : [100 * value])));
  const trained = results.flatMap(({ training }) => (training === null ? [] : [training]));
  const mean = (values: readonly number[]) => (values.length === 0 ? null : meanAndSpread(values).mean);
  return [
    rowName(row),
    percent(({ knn }) => knn),
    deviations(row.knnGain),
    percent(({ probe }) => probe),
    deviations(row.probeGain),
    percent(({ fewProbe }) => fewProbe),
    ...(isTuned ? [percent(({ fewFineTuned }) => fewFineTuned)] : []),
    meanSpread(results.map(({ effectiveRank }) => effectiveRank)),
    meanSpread(
      results.map(({ deviation }) => deviation),
      2,
    ),
    measured === null ? null : (1000 * measured.stepSeconds).toFixed(0),
    cost === null ? null : `${cost.toFixed(1)}x`,
    trained[0]?.steps,
    rounded(mean(trained.map(({ samples }) => samples))),
    rounded(mean(trained.map(({ seconds }) => seconds))),
    row.failures.length === 0 ? results.length : `${results.length}, ${row.failures.length} failed`,
  ];
}

const deviations = (gain: number | null) => (gain === null ? null : gain.toFixed(1));
const rounded = (value: number | null) => (value === null ? null : Math.round(value).toLocaleString("en-US"));

/** `10 labels a class`. */
export const labelsEach = (count: number) => `${count} ${count === 1 ? "label" : "labels"} a class`;

/** The name with its marks. */
export function rowName({
  name,
  labels,
  collapsed,
}: Pick<ComparisonRow, "name" | "labels" | "collapsed">): string {
  return `${name}${labels ? " (labels)" : ""}${collapsed === null ? "" : " (collapsed)"}`;
}
