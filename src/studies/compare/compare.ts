import { rm } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { type Engine, nodeEngine } from "../../engine/index.js";
import { pixelFeatures } from "../../evaluate/index.js";
import { JsonlWriter, makeFolder, refuseUnwritable } from "../../formats/index.js";
import { type Features, featuresOf } from "../../metrics/index.js";
import { makeEncoder, openEncoder, type TrainEvent, type TrainedEncoder } from "../../train/index.js";
import type { Arm } from "./arms.js";
import { fullViews, readBudget, stepsWithin } from "./budget.js";
import type { CompareOptions } from "./compare-options.js";
import { writeComparison } from "./comparison-report.js";
import { forget } from "./forget.js";
import { judge } from "./judge.js";
import { measureStep } from "./measure-step.js";
import { writePlan } from "./plan.js";
import { type Prepared, prepareComparison } from "./prepare-comparison.js";
import { type ComparisonRecord, type ResultRecord, readRecords, recordKey, recordsPath } from "./records.js";
import { runPath } from "./run-path.js";
import { referenceMethod } from "./step-cost.js";
import { dropCheckpoints, trainArm } from "./train-arm.js";

/** What happens in a comparison, in order. */
export type CompareEvent =
  | {
      readonly type: "started";
      readonly out: string;
      /** Results to come and those that are there. */
      readonly total: number;
      readonly done: number;
      readonly encoder: string;
      readonly notes: readonly string[];
    }
  | {
      readonly type: "measured";
      readonly name: string;
      readonly stepSeconds: number;
      readonly phaseSeconds: number;
      readonly steps: number;
    }
  | { readonly type: "run"; readonly name: string; readonly seed: number; readonly path: string }
  | { readonly type: "training"; readonly name: string; readonly seed: number; readonly event: TrainEvent }
  | {
      readonly type: "record";
      readonly record: ComparisonRecord;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: "interrupted"; readonly out: string; readonly done: number; readonly total: number }
  | {
      readonly type: "finished";
      readonly out: string;
      readonly failures: number;
      readonly files: readonly string[];
    };

/** Names of rows that no method may have; they are not trained. */
export const UNTRAINED = "untrained encoder";
export const PIXELS = "raw pixels";

/**
 * Compares methods honestly: the same encoder, the same samples, the same budget (equal time, or equal views), several
 * seeds, beside the same encoder untrained and raw pixels; judged by weighted kNN, linear probe with all and with few
 * labels, and by how embeddings fill their space. A stream of events; nothing happens until it is read.
 *
 * Everything is kept in the folder: `plan.json` (what decides a result), `results.jsonl` (one line a finished run),
 * `report.md` with charts, `runs/`. Started again with the same settings it goes on where it was stopped, to the same
 * results; more methods and seeds may be added. A run that fails is a line too, and is tried again at the next start.
 *
 * @throws ConfigError for settings that cannot be used, or that are not those of the folder; DataError for data
 */
export async function* compare(options: CompareOptions): AsyncGenerator<CompareEvent, void, undefined> {
  await refuseUnwritable(options.out);
  await forget(options.out, options.again ?? []);
  const prepared = await prepareComparison(options);
  const { plan, data, notes, arms, seeds, baselineSeeds } = prepared;
  const jobs: Job[] = [
    ...times(baselineSeeds).flatMap((seed) => [
      { name: PIXELS, seed, arm: null },
      { name: UNTRAINED, seed, arm: null },
    ]),
    // Seed after seed, so that a comparison that was stopped has all methods.
    ...times(seeds).flatMap((seed) => arms.map((arm) => ({ name: arm.name, seed, arm }))),
  ];
  // One engine judges all; after a failure, which may have been its own, a fresh one.
  let engine: Engine | undefined;
  const judging = () => {
    engine ??= nodeEngine({ threads: prepared.config.threads });
    return engine;
  };
  let records: JsonlWriter | undefined;
  try {
    await makeFolder(options.out);
    await writePlan(options.out, plan());
    const known = new Map((await readRecords(options.out)).map((record) => [recordKey(record), record]));
    const isDone = (job: Job) => known.get(recordKey(job))?.type === "result";
    const total = jobs.length;
    let done = jobs.filter(isDone).length;
    const { name, options: own } = prepared.encoder;
    yield {
      type: "started",
      out: options.out,
      total,
      done,
      encoder: `${name} ${JSON.stringify(own)}`,
      notes,
    };
    records = new JsonlWriter(recordsPath(options.out));
    for (const job of jobs) {
      const folder = runPath(options.out, job);
      if (isDone(job)) {
        if (!options.keepRuns) await dropCheckpoints(folder);
        continue;
      }
      if (known.get(recordKey(job))?.type === "failure") await rm(folder, { recursive: true, force: true });
      let record: ComparisonRecord | null;
      try {
        record = yield* resultOf(job, prepared, options, judging);
      } catch (error) {
        await engine?.dispose();
        engine = undefined;
        if (options.signal?.aborted) record = null;
        else record = { type: "failure", name: job.name, seed: job.seed, message: sentence(error) };
      }
      if (record === null) {
        yield { type: "interrupted", out: options.out, done, total };
        return;
      }
      records.append(record);
      known.set(recordKey(record), record);
      if (record.type === "result") {
        done++;
        if (!options.keepRuns) await dropCheckpoints(folder);
      }
      await writeComparison(options.out, plan(), [...known.values()]);
      yield { type: "record", record, done, total };
    }
    const files = await writeComparison(options.out, plan(), [...known.values()]);
    const failures = jobs.filter((job) => known.get(recordKey(job))?.type === "failure").length;
    yield { type: "finished", out: options.out, failures, files };
  } finally {
    records?.close();
    await engine?.dispose();
    await data.close();
  }
}

interface Job {
  readonly name: string;
  readonly seed: number;
  /** Null for what is not trained. */
  readonly arm: Arm | null;
}

const times = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Null when it was interrupted. */
async function* resultOf(
  job: Job,
  prepared: Prepared,
  options: CompareOptions,
  judging: () => Engine,
): AsyncGenerator<CompareEvent, ResultRecord | null, undefined> {
  if (options.signal?.aborted) return null;
  return job.arm === null
    ? baseline(job, prepared, judging())
    : yield* trained({ ...job, arm: job.arm }, prepared, options, judging);
}

async function baseline(
  { name, seed }: Job,
  { config, encoder, data, plan }: Prepared,
  engine: Engine,
): Promise<ResultRecord> {
  const began = performance.now();
  const isPixels = name === PIXELS;
  const untrained = isPixels ? null : await makeEncoder(config, [], 0, { encoder, engine, untrained: seed });
  const features = untrained === null ? pixelFeatures : embedding(untrained);
  const { fewLabels } = plan().settings;
  const scores = await judge(engine, await data.side(seed), features, { fewLabels, seed });
  await untrained?.dispose();
  const seconds = (performance.now() - began) / 1000;
  return {
    type: "result",
    kind: isPixels ? "pixels" : "untrained",
    name,
    seed,
    ...scores,
    training: null,
    judgeSeconds: seconds,
    wallSeconds: seconds,
  };
}

async function* trained(
  job: Job & { readonly arm: Arm },
  prepared: Prepared,
  options: CompareOptions,
  engine: () => Engine,
): AsyncGenerator<CompareEvent, ResultRecord | null, undefined> {
  const { name, seed, arm } = job;
  const out = runPath(options.out, job);
  const began = performance.now();
  const planned = prepared.planned(name);
  if (planned.measured === null || planned.steps === null) {
    // Always the first seed's, so that it does not matter where a comparison was stopped.
    const measured = isReference(arm, prepared.config.augment)
      ? prepared.plan().reference
      : await measureStep(prepared.runOptions(arm, 0));
    const budget = readBudget(prepared.plan().settings.budget);
    const steps = stepsWithin(budget, measured, fullViews(referenceMethod().views));
    Object.assign(planned, { measured, steps });
    await writePlan(options.out, prepared.plan());
    const { stepSeconds, phaseSeconds } = measured;
    yield { type: "measured", name, stepSeconds, phaseSeconds, steps };
  }
  const measuring = (performance.now() - began) / 1000;
  const { measured, steps } = planned as { measured: NonNullable<typeof planned.measured>; steps: number };
  yield { type: "run", name, seed, path: out };
  const training = trainArm({ ...prepared.runOptions(arm, seed), out, steps }, measured.stepSeconds);
  let spent: Awaited<ReturnType<typeof training.next>>;
  for (spent = await training.next(); !spent.done; spent = await training.next())
    yield { type: "training", name, seed, event: spent.value };
  if (spent.value === null) return null;
  const { parameters, seconds, wallSeconds, batchSize, loss } = spent.value;

  const judging = performance.now();
  const encoder = await openEncoder(out, { method: arm.method, encoder: prepared.encoder, engine: engine() });
  const { fewLabels } = prepared.plan().settings;
  const side = await prepared.data.side(seed);
  const scores = await judge(engine(), side, embedding(encoder), { fewLabels, seed });
  await encoder.dispose();
  const judgeSeconds = (performance.now() - judging) / 1000;
  const { compileSeconds } = measured;
  const samples = steps * batchSize;
  return {
    type: "result",
    kind: "trained",
    name,
    seed,
    ...scores,
    training: { steps, batchSize, samples, seconds, compileSeconds, parameters, loss },
    judgeSeconds,
    wallSeconds: measuring + wallSeconds + judgeSeconds,
  };
}

/** Measured already, and measured once: its cost is 1. */
function isReference({ method, augment }: Arm, usual: Arm["augment"]): boolean {
  const { name, options } = referenceMethod();
  return isDeepStrictEqual(
    { name, options, augment: usual },
    { name: method.name, options: method.options, augment: augment ?? usual },
  );
}

const embedding =
  (encoder: TrainedEncoder) =>
  async (source: Parameters<TrainedEncoder["embed"]>[0]): Promise<Features> => {
    const { data, width } = await encoder.embed(source);
    return featuresOf(data, width);
  };

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, " ").trim();
}
