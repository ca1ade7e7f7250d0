import type { Engine } from "../../engine/index.js";
import { kindOf } from "../../kinds/index.js";
import type { Method } from "../../methods/index.js";
import { type Features, featuresOf } from "../../metrics/index.js";
import { encoderOf } from "../../setup/index.js";
import { makeEncoder, openEncoder, type TrainedEncoder } from "../../trained/index.js";
import type { Arm } from "./arms.js";
import type { CompareEvent } from "./compare-event.js";
import type { CompareOptions } from "./compare-options.js";
import type { Job } from "./comparison-jobs.js";
import { judge } from "./judge.js";
import type { Prepared } from "./prepare-comparison.js";
import type { ResultRecord } from "./records.js";
import { runPath } from "./run-path.js";
import { settleSteps } from "./settle-steps.js";
import { trainArm } from "./train-arm.js";

/** Trains where there is something to train, and judges. Null when it was interrupted. */
export async function* resultOf(
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
  { name, seed, method }: Job,
  { config, encoder, plain, data, plan }: Prepared,
  engine: Engine,
): Promise<ResultRecord> {
  const began = performance.now();
  const isPlain = name === plain;
  const own = { encoder, ...(method && { method }) };
  const named = method === undefined ? config : { ...config, method: asNamed(method) };
  const untrained = isPlain ? null : await makeEncoder(named, [], 0, { ...own, engine, untrained: seed });
  const features = untrained === null ? null : embedding(untrained);
  const { fewLabels, fineTune } = plan().settings;
  const tunable =
    fineTune && !isPlain ? { config: named, encoder: encoderOf(named, own), weights: null } : null;
  const sides = await data.sides();
  const scores = await judge(engine, sides, features ?? (await plainFeatures(sides)), {
    fewLabels,
    seed,
    tunable,
  });
  await untrained?.dispose();
  const seconds = (performance.now() - began) / 1000;
  return {
    type: "result",
    kind: isPlain ? "plain" : "untrained",
    name,
    seed,
    ...scores,
    training: null,
    judgeSeconds: seconds,
    wallSeconds: seconds,
  };
}

/** Features that nothing was learned for, made by the samples whose labels are known. */
async function plainFeatures([side]: Awaited<ReturnType<Prepared["data"]["sides"]>>) {
  if (side === undefined) throw new RangeError("There is nothing to judge by: no side was given.");
  return kindOf(side.train).baseline.prepare(side.train);
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
  if (planned.measured === null) yield await settleSteps(arm, prepared, options.out);
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
  const own = { method: arm.method, encoder: prepared.encoder };
  const encoder = await openEncoder(out, { ...own, engine: engine() });
  const { fewLabels, fineTune } = prepared.plan().settings;
  const { config, state } = encoder;
  const tunable = fineTune ? { config, encoder: encoderOf(config, own), weights: state } : null;
  const scores = await judge(engine(), await prepared.data.sides(), embedding(encoder), {
    fewLabels,
    seed,
    tunable,
  });
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

const asNamed = ({ name, options }: Method) => ({ name, options: { ...options } });

const embedding =
  (encoder: TrainedEncoder) =>
  async (source: Parameters<TrainedEncoder["embed"]>[0]): Promise<Features> => {
    const { data, width } = await encoder.embed(source);
    return featuresOf(data, width);
  };
