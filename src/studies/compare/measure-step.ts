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
 * Also the method's work on the host: the first piece, which may have to prepare more, and another. Nothing is written.
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
    const piece = async (done: number) => {
      const start = performance.now();
      await phase?.run(done);
      return phase === null ? 0 : since(start);
    };
    const firstPhaseSeconds = await piece(0);
    const phaseSeconds = await piece(phase?.every ?? 0);
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
      firstPhaseSeconds,
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

/**
 * Measures a run's step right after one of the reference, so that slow minutes of the machine cost both the same.
 * @param usual what the reference takes in this comparison, which the result is scaled to
 */
export async function measureBeside(
  reference: PretrainOptions,
  usual: Measured,
  options: PretrainOptions,
): Promise<Measured> {
  const now = await measureStep(reference);
  const own = await measureStep(options);
  const scale = usual.stepSeconds / now.stepSeconds;
  return {
    ...own,
    stepSeconds: scale * own.stepSeconds,
    firstPhaseSeconds: scale * own.firstPhaseSeconds,
    phaseSeconds: scale * own.phaseSeconds,
  };
}

const since = (start: number) => (performance.now() - start) / 1000;
