import { makeFolder, writeFileSet } from "../formats/index.js";
import { barChart, lineChart, type RunReport, runReport, type Svg } from "../report/index.js";
import type { Evaluation, EvaluationSummary } from "./evaluation.js";
import { convergenceTable, gainTable } from "./gains.js";
import { grouped } from "./grouped.js";
import { accuracyTable, budgetNames, isOfWhole, kindName } from "./summary.js";
import { protocolNote, spreadNote, verdicts } from "./verdicts.js";

/** Writes `report.json`, `report.md` and `accuracy.svg` into a folder, all or none; returns their paths. */
export async function writeEvaluation(folder: string, evaluation: Evaluation): Promise<string[]> {
  await makeFolder(folder);
  return writeFileSet(folder, [
    ["report.json", `${JSON.stringify(evaluation, null, 2)}\n`],
    ["report.md", runReport(evaluationReport(evaluation))],
    ["accuracy.svg", accuracyChart(evaluation)],
  ]);
}

/** The report for people; its chart is `accuracy.svg` beside it. */
export function evaluationReport(evaluation: Evaluation): RunReport {
  const { collapse, warnings, leakage } = evaluation;
  const guard =
    leakage === null
      ? "Whether pretraining saw any test samples is not known: the run kept no fingerprints."
      : (leakage.warning ?? "None of the test samples was among those that pretraining saw.");
  return {
    title: `Did it help? ${evaluation.method} on ${evaluation.train}`,
    summary: verdicts(evaluation).join("\n\n"),
    sections: [
      {
        title: "Accuracy",
        text: `${evaluation.testSamples} test samples (${evaluation.test}), ${evaluation.classNames.length} classes; always saying the most frequent class gives ${(100 * evaluation.chance).toFixed(1)} %. ${spreadNote(evaluation)} kNN asks 20 neighbours, or half the labels a class where that is fewer; the linear probe's weight decay is chosen by cross-validation within the labels that it sees, for every arm alike. ${guard}`,
        table: accuracyTable(evaluation.rows),
        picture: { path: "accuracy.svg", caption: "Accuracy over label budgets" },
      },
      {
        title: "Gain",
        text: [
          "Accuracy of the pretrained encoder minus that of each baseline on the same labels, draw by draw: mean ± standard deviation of these differences.",
          protocolNote(evaluation) ?? "",
        ]
          .join(" ")
          .trim(),
        table: gainTable(evaluation.gains),
      },
      ...(evaluation.convergence.length === 0
        ? []
        : [
            {
              title: "Convergence",
              text: convergenceText(evaluation),
              table: convergenceTable(evaluation.convergence),
            },
          ]),
      {
        title: "The representation",
        text: `Embeddings of ${collapse.samples} test samples after ${evaluation.steps} steps of pretraining${evaluation.weights === "teacher" ? ", by the teacher's weights" : ""}.`,
        table: {
          columns: ["metric", "value", "healthy"],
          rows: [
            [
              "effective rank (RankMe)",
              collapse.effectiveRank,
              `up to ${Math.min(collapse.dimensions, collapse.samples ?? collapse.dimensions)}`,
            ],
            ["deviation per dimension, times √D", collapse.deviation, "about 1; 0 is collapse"],
            ["uniformity", collapse.uniformity, "below −2; 0 is collapse"],
          ],
        },
      },
      ...(warnings.length === 0
        ? []
        : [{ title: "Warnings", text: warnings.map((line) => `- ${line}`).join("\n") }]),
    ],
  };
}

function convergenceText({ convergence, rows }: Evaluation): string {
  const { points, samples } = convergence[0]!;
  const draws = new Set(rows.map(({ seed }) => seed)).size;
  return `Steps until training end to end reaches the accuracy that training from scratch ends with, on the mean curve of ${draws} draw${draws === 1 ? "" : "s"} of labels. Curves are measured after ${points} numbers of steps, every twentieth of all and more often within the first, on ${samples} of the test samples, and are taken as straight between.`;
}

/** What bars stand for, whichever way each was measured. */
const armNames: Readonly<Record<Exclude<EvaluationSummary["arm"], "plain">, string>> = {
  pretrained: "pretrained encoder",
  untrained: "the same encoder untrained",
  scratch: "trained from scratch",
};

/** Lines over label budgets, or bars where there is one budget. Probes of inner layers are in the table only. */
export function accuracyChart(evaluation: Pick<Evaluation, "summary" | "method" | "test">): Svg {
  const shown = evaluation.summary.filter(isOfWhole);
  const budgets = budgetNames(shown);
  const groups = grouped(shown, kindName);
  const title = "Accuracy on held-out samples";
  const subtitle = `${evaluation.method}; ${evaluation.test}; mean ± sd over draws of labels`;
  const y = { label: "accuracy", unit: "%" };
  if (budgets.length === 1) {
    const names = [...groups.keys()];
    const one = (kind: EvaluationSummary[]) => kind[0]!;
    const kinds = [...groups.values()].map(one);
    return barChart({
      title: `${title}, ${budgets[0] === "all" ? "all" : budgets[0]} labels`,
      subtitle,
      groups: names,
      kinds: kinds.map(({ arm, layer }) => (arm === "plain" ? layer : armNames[arm])),
      series: [
        {
          name: "accuracy",
          values: kinds.map(({ mean }) => 100 * mean),
          spread: kinds.map(({ spread }) => 100 * spread),
        },
      ],
      y,
    });
  }
  const series = [...groups].map(([name, kinds]) => {
    const sorted = kinds.toSorted((a, b) => a.labels - b.labels);
    return {
      name,
      x: sorted.map(({ labels }) => labels),
      y: sorted.map(({ mean }) => 100 * mean),
      spread: sorted.map(({ spread }) => 100 * spread),
      dashed: sorted[0]!.arm !== "pretrained",
    };
  });
  return lineChart({ title, subtitle, x: { label: "labels", scale: "log" }, y, series });
}
