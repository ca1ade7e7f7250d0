import { refuseUnwritable } from "../../formats/index.js";
import { kindOf } from "../../kinds/index.js";
import type { RunConfig } from "../../setup/index.js";
import { availableMemory, weighRun } from "../../train/index.js";
import {
  largestOf,
  type PlannedTime,
  type PlannedTraining,
  type PlannedWork,
  problemOf,
} from "../planned-work.js";
import type { Arm } from "./arms.js";
import { type Budget, fullViews, readBudget, stepsWithin } from "./budget.js";
import type { CompareOptions } from "./compare-options.js";
import { type Job, jobsOf } from "./comparison-jobs.js";
import { forgottenRows, refuseUnknownRows } from "./forget.js";
import { type ResultRecord, readRecords, recordKey } from "./records.js";
import { type Settled, settleComparison } from "./settle-comparison.js";
import { referenceMethod } from "./step-cost.js";
import { trainingToCome } from "./training-to-come.js";

/** What a comparison would do. */
export interface PlannedComparison extends PlannedWork {
  readonly encoder: { readonly name: string; readonly options: Readonly<Record<string, unknown>> };
  /** As it was said: `90s`, `3epochs`. */
  readonly budget: string;
  readonly seeds: number;
}

/**
 * What `compare` would do with the same options: data, runs, budget, time and memory, and what its folder has already.
 * Data are opened (and what took long to decode is kept for the next command), steps are traced; nothing is trained,
 * measured or written.
 *
 * @throws what `compare` throws before its first run: ConfigError, DataError
 */
export async function planComparison(options: CompareOptions): Promise<PlannedComparison> {
  const { out, again = [] } = options;
  await refuseUnwritable(out);
  await refuseUnknownRows(out, again);
  const settled = await settleComparison(options);
  const { data, encoder, seeds, before, notes, settings } = settled;
  try {
    const forgotten = forgottenRows(before, again);
    const records = (await readRecords(out)).filter(({ name }) => !forgotten.has(name));
    const finished = records.filter((record): record is ResultRecord => record.type === "result");
    const done = new Set(finished.map(recordKey));
    const jobs = jobsOf(settled);
    const budget = readBudget(settings.budget);
    const trainings: PlannedTraining[] = [];
    for (const arm of settled.arms) {
      options.signal?.throwIfAborted();
      trainings.push(await trainingOf(arm, settled, budget, done));
    }
    const toCome = jobs.filter((job) => !done.has(recordKey(job)));
    return {
      data: dataLine(settled),
      encoder: { name: encoder.name, options: encoder.options },
      budget: settings.budget,
      seeds,
      trainings,
      results: jobs.length,
      done: jobs.length - toCome.length,
      time: timeOf(toCome, settled, budget, finished),
      largest: largestOf(trainings),
      availableBytes: availableMemory(),
      out,
      writes: [
        "plan.json",
        "results.jsonl",
        "report.md and its charts",
        `runs/NAME-seedN for every training${options.keepRuns ? "" : " (checkpoints are removed when it is finished)"}`,
      ],
      notes,
    };
  } finally {
    await data.close();
  }
}

/** An arm's runs: batch, steps and memory are of its first seed's. */
async function trainingOf(
  arm: Arm,
  { runOptions, planned, seeds, config }: Settled,
  budget: Budget,
  finished: ReadonlySet<string>,
): Promise<PlannedTraining> {
  const { name } = arm;
  const done = Array.from({ length: seeds }, (_, seed) => seed).filter((seed) =>
    finished.has(recordKey({ name, seed })),
  ).length;
  const runs = { name, title: name, runs: seeds, done };
  const known = planned.get(name)?.steps ?? null;
  try {
    const run = await weighRun(runOptions(arm, 0));
    const { batchSize } = run.config;
    const facts = {
      stepsPerEpoch: Math.floor(run.samples / batchSize),
      views: fullViews(run.parts.method.views, config),
    };
    const steps = known ?? (budget.kind === "time" ? null : stepsOf(budget, facts, run.config));
    return { ...runs, steps, batchSize, peakBytes: run.memory.peakBytes, problem: null };
  } catch (error) {
    return { ...runs, steps: known, batchSize: null, peakBytes: null, problem: problemOf(error) };
  }
}

/** Equal views ask for no measured step. */
function stepsOf(
  budget: Budget,
  facts: { readonly stepsPerEpoch: number; readonly views: number },
  config: RunConfig,
): number {
  const unmeasured = { stepSeconds: 0, firstPhaseSeconds: 0, phaseSeconds: 0, phaseEvery: null };
  return stepsWithin(budget, { ...unmeasured, ...facts }, fullViews(referenceMethod().views, config));
}

/** From steps that were measured there; else from a budget of time; judging from results that are there. */
function timeOf(
  toCome: readonly Job[],
  { planned }: Settled,
  budget: Budget,
  finished: readonly ResultRecord[],
): PlannedTime {
  if (toCome.length === 0) return { seconds: 0, restsOn: "all is finished there" };
  const runs = toCome.flatMap(({ arm }) => (arm === null ? [] : [planned.get(arm.name)!]));
  const isMeasured = runs.every(({ measured }) => measured !== null);
  if (!isMeasured && budget.kind === "views")
    return {
      seconds: null,
      restsOn:
        "the budget is in passes, and steps were not measured there yet (a comparison measures one of each method first)",
    };
  const training = isMeasured
    ? trainingToCome(runs)
    : runs.length * (budget.kind === "time" ? budget.seconds : 0);
  const restsOn = isMeasured ? "steps that were measured there" : "the budget of each run";
  if (finished.length === 0)
    return { seconds: training, restsOn: `${restsOn}; measuring, compiling and judging come on top` };
  const judging = finished.reduce((sum, { judgeSeconds }) => sum + judgeSeconds, 0) / finished.length;
  return {
    seconds: training + toCome.length * judging,
    restsOn: `${restsOn}, and judging as long as that of results that are there`,
  };
}

function dataLine({ config, data, settings }: Settled): string {
  const { identity, test } = data;
  const { called, described } = kindOf(config.data);
  const tested =
    "heldOut" in test
      ? `${test.heldOut} of them held out to be tested on`
      : `tested on ${test.samples} of ${test.name}`;
  return `${identity.name}: ${identity.samples} ${called.many} of ${described(config.data)}, ${identity.classes} classes; ${tested} (at most ${settings.testLimit}), probes with at most ${settings.trainLimit} labels`;
}
