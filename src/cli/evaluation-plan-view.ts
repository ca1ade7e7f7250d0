import type { PlannedEvaluation } from "../evaluate/index.js";
import { counted, mebibytes, printRows } from "./plan-view.js";
import { duration, printJson, warn } from "./terminal.js";

/** Prints what an evaluation would do. */
export function showPlannedEvaluation(plan: PlannedEvaluation, json: boolean): void {
  if (json) {
    printJson(plan);
    return;
  }
  const { run, steps, weights, train, trainSamples, test, testSamples, classes } = plan;
  const { budgets, seeds, probes, layers, measurements, fineTunings, availableBytes, earlier } = plan;
  printRows([
    [
      "run",
      `${run}, after ${counted(steps, "step")}${weights === "teacher" ? ", by the teacher's weights" : ""}`,
    ],
    ["labels", `${trainSamples} labelled samples of ${train}, ${classes} classes`],
    ["test", `${testSamples} samples of ${test}`],
    [
      "budgets",
      `${budgets.map(({ name, labels }) => `${name} (${labels})`).join(", ")}; ${counted(seeds, "draw")} of each`,
    ],
    [
      "probes",
      `${probes.join(", ")} on ${layers.join(", ")}: ${measurements} measurements, the baselines' among them`,
    ],
    ...fineTunings.map(
      ({ labels, trainings, steps: each, batchSize, peakBytes }) =>
        [
          "end to end",
          `${trainings} trainings of ${each} steps of ${batchSize} on ${counted(labels, "label")}, about ${mebibytes(peakBytes)} by the graph of a step; there are ${mebibytes(availableBytes)}`,
        ] as const,
    ),
    [
      "time",
      earlier === null
        ? "not known: this run was not evaluated there yet, and nothing is measured in a dry run"
        : `not measured; the evaluation that is there took ${duration(earlier.seconds)} for ${counted(earlier.measurements, "measurement")}`,
    ],
    [
      "written",
      `in ${plan.out}: ${plan.writes.join(", ")}${earlier === null ? "" : " (what is there is replaced)"}`,
    ],
  ]);
  for (const message of plan.warnings) warn(message);
}
