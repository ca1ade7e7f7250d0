import {
  batches,
  hostPhase,
  type PretrainOptions,
  prepareTraining,
  resolveRun,
  stepFeeds,
} from "../../train/index.js";
import { fullViews } from "./budget.js";
import type { Measured } from "./plan.js";

/** The first steps fill the memory arena. */
const unsettled = 3;
const settled = 40;
/** Seconds after which fewer settled steps are enough. */
const longest = 20;

/**
 * Measures the steps of a run as its loop does them: each from one result to the next, so that waiting for data counts.
 * Also one piece of the method's work on the host. Nothing is written.
 *
 * @throws the signal's reason when it is aborted
 */
export async function measureStep(options: PretrainOptions): Promise<Measured> {
  const { config, source } = await resolveRun(options);
  const began = performance.now();
  const training = await prepareTraining(config, source, undefined, undefined, options);
  const compileSeconds = since(began);
  try {
    const { parts } = training;
    const loader = batches(training, { epoch: 0, batchInEpoch: 0 });
    const phase = hostPhase(training, loader.batchesPerEpoch);
    const phaseBegan = performance.now();
    await phase?.run(0);
    const phaseSeconds = phase === null ? 0 : since(phaseBegan);
    const times: number[] = [];
    const measuring = performance.now();
    let last = measuring;
    let step = 0;
    for await (const batch of loader) {
      await training.step.run(stepFeeds(parts, batch, step), { seed: config.seed, step });
      options.signal?.throwIfAborted();
      if (step++ >= unsettled) times.push(since(last));
      last = performance.now();
      if (times.length >= settled || (times.length >= 3 && since(measuring) > longest)) break;
    }
    times.sort((a, b) => a - b);
    return {
      stepSeconds: times[Math.floor(times.length / 2)]!,
      phaseSeconds,
      phaseEvery: phase?.every ?? null,
      stepsPerEpoch: loader.batchesPerEpoch,
      batchSize: config.batchSize,
      views: fullViews(parts.method.views),
      compileSeconds,
    };
  } finally {
    await training.dispose();
  }
}

const since = (start: number) => (performance.now() - start) / 1000;
