import type { Outputs } from "../engine/index.js";
import { JsonlWriter } from "../formats/index.js";
import { kindOf } from "../kinds/index.js";
import { collapseWarning } from "../metrics/index.js";
import { writeCheckpoint } from "../runs/index.js";
import type { PretrainOptions, ResumeOptions } from "../settle/index.js";
import type { RunConfig } from "../setup/index.js";
import { judgeAll } from "../trained/index.js";
import { refuseDivergence, refuseSpoiledState } from "./divergence.js";
import { sampleDraws } from "./draw-samples.js";
import type { StepEvent, TrainEvent } from "./events.js";
import { microFeeds } from "./feeds.js";
import { holdoutKnn } from "./holdout-knn.js";
import { hostPhase } from "./host-phase.js";
import { readMonitor } from "./monitor.js";
import { resumeRun } from "./resume-run.js";
import { newRun, type Start } from "./start-run.js";
import { batches, notesOf } from "./training.js";

/**
 * The loop of a run, as a stream of events; nothing happens until it is read. Nothing is drawn here: whoever listens does
 * that (`gallery/pretrain.ts`).
 * @throws ConfigError, DataError for options and data that cannot be used
 * @throws DivergenceError when a step gives NaN or infinity; the last checkpoint is kept
 * @throws the signal's reason when it is aborted before the first step; nothing is written then
 */
export async function* pretrain(
  options: PretrainOptions | ResumeOptions,
): AsyncGenerator<TrainEvent, void, undefined> {
  const start = "resume" in options ? await resumeRun(options) : await newRun(options);
  const { folder, lock, training } = start;
  let metrics: JsonlWriter | undefined;
  try {
    metrics = new JsonlWriter(folder.metrics);
    for (const message of start.warnings) yield { type: "warning", step: start.step, message };
    for await (const event of trainingLoop(start, options)) {
      if (isKept(event)) metrics.append(event as never);
      yield event;
    }
  } finally {
    metrics?.close();
    await training.dispose().finally(() => lock.release());
  }
}

/** Whether the record of a run has an event: what happened, not what it was set up of, where it was saved or what it drew. */
function isKept({ type }: TrainEvent): boolean {
  return type !== "started" && type !== "checkpoint" && type !== "samples";
}

async function* trainingLoop(
  { folder, training, config, step: firstStep, position: first }: Start,
  options: PretrainOptions | ResumeOptions,
): AsyncGenerator<TrainEvent> {
  const { samples, parts, parameters, dimensions } = training;
  const loader = batches(training, first);
  const { batchesPerEpoch } = loader;
  yield {
    type: "started",
    run: folder.path,
    config,
    parameters,
    stepsPerEpoch: batchesPerEpoch,
    step: firstStep,
    skipped: samples.source.skipped,
    notes: await notesOf(training),
  };
  const started = performance.now();
  const pace = paceMeter(config);
  const phase = hostPhase(training, batchesPerEpoch);
  const drawSamples = await sampleDraws(training);
  const monitorEvery = options.monitorEvery ?? Math.max(50, Math.ceil(batchesPerEpoch / 4));
  let step = firstStep;
  let position = first;
  let saved = firstStep;
  let savedAt = performance.now();
  let blame: Promise<string | null> | undefined;
  async function* save(after?: StepEvent): AsyncGenerator<TrainEvent> {
    // Sums of gradients are all zero between steps, and no part of a run.
    const state = await training.store.read(training.variables.all().map(({ name }) => name));
    if (after !== undefined) refuseSpoiledState(state, after, config, saved);
    const path = await writeCheckpoint(folder.checkpoints, {
      step,
      position,
      method: config.method.name,
      state,
    });
    [saved, savedAt] = [step, performance.now()];
    yield { type: "checkpoint", step, path };
    if (drawSamples !== null) yield await drawSamples(step);
  }
  if (step === 0) yield* save();
  if (step < config.steps) {
    for await (const batch of loader) {
      if (phase?.dueAt(step)) await phase.run(step);
      const feeds = microFeeds(parts, batch, step);
      const draws = { seed: config.seed, step };
      if (step > 0 && step % monitorEvery === 0) {
        const values = await readMonitor(training.monitor, feeds[0] ?? {}, draws, dimensions);
        if (values !== null) yield { type: "monitor", step, values };
        const message = values && collapseWarning(values);
        if (message !== null) {
          blame ??= kindOf(samples.training).blame(samples.training);
          const hint = (await blame) ?? parts.method.heldUpBy ?? "";
          yield { type: "warning", step, message: `${message} ${hint}`.trim() };
        }
      }
      const outputs = await training.step.run(feeds, draws);
      step++;
      position = batch.next;
      const event = stepEvent(outputs, step, batch.epoch, Number(feeds[0]?.learningRate?.[0]), pace(step));
      refuseDivergence(event, config, saved);
      yield event;
      const epochEnds = position.batchInEpoch === 0;
      const ends = step >= config.steps;
      const due =
        options.checkpointEvery === undefined
          ? epochEnds || performance.now() - savedAt > 60_000
          : step % options.checkpointEvery === 0;
      const aborted = options.signal?.aborted ?? false;
      // Before the checkpoint, so that a run that goes on from it has this reading.
      if ((epochEnds || ends) && samples.holdout?.hasLabels) {
        yield {
          type: "knn",
          step,
          ...(await holdoutKnn(training.engine, training.encode, samples.holdout, {
            batchSize: config.batchSize,
            dimensions,
          })),
        };
      }
      if ((epochEnds || ends) && samples.holdout !== null && training.surprise !== undefined) {
        const { mean, parts: tokens } = await judgeAll(training.surprise, samples.holdout, config.batchSize);
        if (tokens > 0) yield { type: "heldOut", step, loss: mean, tokens, samples: samples.holdout.length };
      }
      if (ends || aborted || due) yield* save(event);
      if (ends) break;
      if (aborted) {
        yield { type: "interrupted", step, run: folder.path };
        return;
      }
    }
  }
  yield { type: "finished", step, run: folder.path, seconds: (performance.now() - started) / 1000 };
}

function stepEvent(
  outputs: Outputs,
  step: number,
  epoch: number,
  learningRate: number,
  pace: { samplesPerSecond: number; secondsLeft: number },
): StepEvent {
  const metrics: Record<string, number> = {};
  for (const [name, value] of Object.entries(outputs)) {
    if (name !== "loss") metrics[name.replace(/^metric\//, "")] = Number(value[0]);
  }
  const loss = Number(
    outputs.loss?.[0] ??
      Object.entries(metrics).reduce((sum, [name, value]) => sum + (name.startsWith("loss/") ? value : 0), 0),
  );
  return { type: "step", step, epoch, loss, learningRate, ...pace, metrics };
}

/** Speed over the last 20 steps, and the time that the rest takes at that speed. */
function paceMeter({ batchSize, accumulate, steps }: RunConfig) {
  const times: number[] = [performance.now()];
  return (step: number) => {
    times.push(performance.now());
    if (times.length > 21) times.shift();
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000 / (times.length - 1);
    return { samplesPerSecond: (accumulate * batchSize) / seconds, secondsLeft: seconds * (steps - step) };
  };
}
