import { join } from "node:path";
import { JUDGING } from "../../evaluate/index.js";
import { makeFolder, writeFileSet } from "../../formats/index.js";
import { methods } from "../../methods/index.js";
import { type ReportSection, runReport } from "../../report/index.js";
import { UNTRAINED } from "./baselines.js";
import { readBudget } from "./budget.js";
import { accuracyBars, costChart } from "./comparison-charts.js";
import { type ComparisonRow, comparisonRows } from "./comparison-rows.js";
import { comparisonTable, labelsEach } from "./comparison-table.js";
import { showMachine } from "./machine.js";
import type { Plan } from "./plan.js";
import type { ComparisonRecord } from "./records.js";

/** Writes `report.md`, `accuracy.svg` and `cost.svg`, all or none. Returns their paths. */
export async function writeComparison(
  folder: string,
  plan: Plan,
  records: readonly ComparisonRecord[],
): Promise<string[]> {
  await makeFolder(folder);
  const rows = comparisonRows(plan, records);
  return writeFileSet(folder, [
    ["report.md", runReport({ title: titleOf(plan), sections: comparisonSections(plan, records) })],
    ["accuracy.svg", accuracyBars(titleOf(plan), subtitleOf(plan), rows)],
    ["cost.svg", costChart(titleOf(plan), subtitleOf(plan), rows)],
  ]);
}

export function titleOf({ settings, arms }: Plan): string {
  const where = `${settings.encoder.name} on ${settings.data.name}, ${settings.budget}`;
  const method = leftOutOf(arms);
  return method === null ? where : `${method} with augmentations left out, ${where}`;
}

/** The title of the method whose augmentations are left out; null of a comparison of methods. */
function leftOutOf(arms: Plan["arms"]): string | null {
  const name = arms.find(({ augment }) => augment !== null)?.method.name;
  return name === undefined ? null : (methods.get(name)?.definition.title ?? name);
}

function subtitleOf({ settings: { data, described, budget } }: Plan): string {
  const what =
    readBudget(budget).kind === "time" ? "of training a run, as measured before" : "of SimCLR's views a run";
  return `${data.samples.toLocaleString("en-US")} samples of ${described}; ${budget} ${what}; mean ± sd over pretraining seeds`;
}

/** The parts of a report; pictures lie in `folder`, relative to the report. */
export function comparisonSections(
  plan: Plan,
  records: readonly ComparisonRecord[],
  folder = "",
): ReportSection[] {
  const rows = comparisonRows(plan, records);
  const notes = [
    ...rows.flatMap(({ name, collapsed }) => (collapsed === null ? [] : [`- ${name}: ${collapsed}`])),
    ...rows.flatMap(({ name, failures }) =>
      failures.map(({ seed, message }) => `- ${name}, seed ${seed}, failed: ${message}`),
    ),
  ];
  return [
    { title: "Results", text: explain(plan, rows), table: comparisonTable(rows, plan.settings.fewLabels) },
    {
      title: "Accuracy",
      picture: {
        path: join(folder, "accuracy.svg"),
        caption: "Accuracy of each method, mean ± sd over pretraining seeds",
      },
    },
    {
      title: "Accuracy and cost",
      picture: {
        path: join(folder, "cost.svg"),
        caption: "kNN accuracy against the time of a step a sample, relative to SimCLR",
      },
    },
    ...(notes.length === 0 ? [] : [{ title: "Collapsed and failed", text: notes.join("\n") }]),
  ];
}

/** What the numbers are, in the words of this comparison. */
function explain({ settings, arms, machine }: Plan, rows: readonly ComparisonRow[]): string {
  const { data, test, budget, encoder, trainLimit, testLimit, folds, fewLabels, threads, fineTune, judging } =
    settings;
  const own = Object.entries(encoder.options).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const judged =
    "heldOut" in test
      ? `${Math.min(test.heldOut, testLimit).toLocaleString("en-US")} samples that no run trains on`
      : `${Math.min(test.samples, testLimit).toLocaleString("en-US")} of ${test.samples.toLocaleString("en-US")} test samples`;
  const labels =
    folds === null
      ? `the labels of at most ${trainLimit.toLocaleString("en-US")} training samples`
      : `the labels of the others, cross-validated in ${folds} parts`;
  const equal =
    readBudget(budget).kind === "time"
      ? `Every run does the steps that fit in ${budget} at the pace that was measured before the first run: each method's step once, beside one of SimCLR. The column of seconds is what they took, which varies with the load of the machine.`
      : `Every run sees as many pixels of views as SimCLR does in ${passes(budget)}.`;
  const hasOwn = rows.some(({ kind, name }) => kind === "untrained" && name !== UNTRAINED);
  const seconds = rows
    .flatMap(({ results }) => results)
    .reduce((sum, { wallSeconds }) => sum + wallSeconds, 0);
  const method = leftOutOf(arms);
  // Results of before are not told in the words of today's judge.
  const isAsNow = judging === JUDGING;
  const tuned = isAsNow ? ["a classifier that starts at zero", ", in the same steps"] : ["a classifier", ""];
  return [
    ...(method === null
      ? []
      : [
          `The rows "all", "without ..." and "none" are ${method} with all augmentations of the recipe, with that one left out, and with no augmentation.`,
        ]),
    `Encoder ${encoder.name}${own.length === 0 ? "" : ` (${own.join(", ")})`}, ${data.samples.toLocaleString("en-US")} samples of ${data.name}, ${data.classes} classes. ${equal} Judged on ${judged}: weighted kNN and linear probe on frozen embeddings with ${labels}, and the probe with ${labelsEach(fewLabels)}.${fineTune ? ` Fine-tuned: encoder and ${tuned[0]} trained with ${labelsEach(fewLabels)}; for the untrained encoder that is training from scratch${tuned[1]}.` : ""}`,
    ...(isAsNow
      ? []
      : [
          `Judged by an earlier version of unlabel, in another way than today's (${judging ?? "which way was not kept"}): the numbers are not comparable with those of comparisons that are made now.`,
        ]),
    "± is the standard deviation over seeds: each pretrains anew and draws other few labels (the labels of the other columns and the test samples are always the same). Settings were not chosen by these test samples, but nor were rows: the best of many rows is best partly by chance.",
    `σ above: difference to the untrained encoder${hasOwn ? " (to its own, where a method makes another of it)" : ""} in standard deviations of the seeds, pooled over both rows. Rank: effective rank (RankMe) of the test embeddings. Deviation: per dimension of unit embeddings, times √D; about 1 is healthy, 0 is collapse. Cost: time of a step a sample, relative to SimCLR. (labels): pretraining read labels, so it is no competitor but a mark to measure by.`,
    `All of it took ${hours(seconds)} with ${threads} thread${threads === 1 ? "" : "s"} on ${showMachine(machine)}.`,
  ].join("\n\n");
}

/** `1epochs` as `1 pass`. */
function passes(budget: string): string {
  const count = budget.replace(/\s*epochs?/, "").trim();
  return `${count} ${Number(count) === 1 ? "pass" : "passes"}`;
}

/** 5025 as `1 h 24 min`. */
export function hours(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 2) return `${Math.round(seconds)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
