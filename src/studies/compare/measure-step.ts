import { type PretrainOptions, resolveRun } from "../../settle/index.js";
import { measureSteps, prepareTraining } from "../../train/index.js";
import { fullViews } from "./budget.js";
import type { Measured } from "./plan.js";

/**
 * Measures the steps of a run, and the method's work on the host. Nothing is written.
 *
 * @throws the signal's reason when it is aborted
 */
export async function measureStep(options: PretrainOptions): Promise<Measured> {
  const { config, source } = await resolveRun(options);
  const began = performance.now();
  const training = await prepareTraining(config, source, undefined, undefined, options);
  const compileSeconds = since(began);
  try {
    // The first steps fill the memory arena.
    const times = await measureSteps(training, {
      ...{ steps: 40, unsettled: 3, fewest: 3, longest: 20 },
      ...(options.signal && { signal: options.signal }),
    });
    return {
      ...times,
      batchSize: config.batchSize,
      views: fullViews(training.parts.method.views, config),
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
