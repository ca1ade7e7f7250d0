import { textTable } from "../report/index.js";
import type { PlannedComparison, PlannedWork, StudyPlan } from "../studies/index.js";
import { duration, inWords, print, printJson, warn } from "./terminal.js";

/** Lines of a plan: a name and what there is to say of it. */
type Rows = readonly (readonly [name: string, value: string])[];

/** Prints what a comparison would do. */
export function showPlannedComparison(plan: PlannedComparison, json: boolean): void {
  const { encoder, budget, seeds, trainings, results } = plan;
  const runs = trainings.reduce((sum, training) => sum + training.runs, 0);
  show(plan, json, [
    ["encoder", `${encoder.name} ${JSON.stringify(encoder.options)}`],
    ["methods", trainings.map(({ name }) => name).join(", ")],
    ["budget", `${budget} of each run`],
    [
      "runs",
      `${runs}: ${counted(trainings.length, "arm")} with ${counted(seeds, "seed")}; ${results} results with the baselines, ${doneOf(plan)}`,
    ],
  ]);
}

/** Prints what a study would do. */
export function showStudyPlan(plan: StudyPlan, json: boolean): void {
  const { study, trainings, results } = plan;
  const seeds = Math.max(...trainings.map(({ runs }) => runs));
  const steps = trainings.reduce((sum, training) => sum + training.runs * (training.steps ?? 0), 0);
  show(plan, json, [
    ["study", study],
    [
      "arms",
      `${counted(trainings.length, "arm")} with ${counted(seeds, "seed")}: ${counted(results, "result")}, ${doneOf(plan)}`,
    ],
    ["steps", `${steps.toLocaleString("en")} in all`],
  ]);
}

function show(plan: PlannedWork, json: boolean, own: Rows): void {
  if (json) {
    printJson(plan);
    return;
  }
  const { data, trainings, time, largest, availableBytes, out, writes, notes } = plan;
  const rows: Rows = [
    ["data", data],
    ...notes.map((sentence) => ["", inWords(sentence)] as const),
    ...own,
    [
      "time",
      `${time.seconds === null ? "not known" : `about ${duration(time.seconds)}`}: ${inWords(time.restsOn)}`,
    ],
    [
      "memory",
      largest === null
        ? "no step is to be run"
        : `about ${mebibytes(largest.peakBytes)} at most, in a step of ${largest.name}, by its graph; there are ${mebibytes(availableBytes)}`,
    ],
    ["written", `in ${out}: ${writes.join(", ")}`],
  ];
  printRows(rows);
  print();
  print(
    textTable({
      columns: ["arm", "steps", "batch", "memory", "done"],
      rows: trainings.map(({ title, steps, batchSize, peakBytes, runs, done }) => [
        title,
        steps,
        batchSize,
        peakBytes === null ? null : mebibytes(peakBytes),
        `${done} of ${runs}`,
      ]),
    }),
  );
  for (const { title, problem } of trainings) if (problem !== null) warn(`${title} would fail: ${problem}`);
}

export function printRows(rows: Rows): void {
  for (const [name, value] of rows) print(`${name.padEnd(11)} ${value}`);
}

export const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20).toLocaleString("en")} MiB`;

export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

const doneOf = ({ results, done }: PlannedWork) =>
  done === 0 ? "none there yet" : `${done} there already, ${results - done} to come`;
