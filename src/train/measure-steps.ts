import { microFeeds } from "./feeds.js";
import { hostPhase } from "./host-phase.js";
import { batches, type Training } from "./training.js";

/** What a run's pieces take on this machine, in seconds. */
export interface StepTimes {
  /** Median of settled steps, each from one result to the next, so that waiting for data counts. */
  readonly stepSeconds: number;
  /** The method's work on the host: the first piece, which may have to prepare more, and another; 0 without. */
  readonly firstPhaseSeconds: number;
  readonly phaseSeconds: number;
  /** Steps from one piece of it to the next; null without. */
  readonly phaseEvery: number | null;
  readonly stepsPerEpoch: number;
}

export interface MeasureStepsOptions {
  /** Steps that count. */
  readonly steps: number;
  /** Steps before them, which fill the memory arena. Default 1. */
  readonly unsettled?: number;
  /** Seconds of measuring after which `fewest` steps are enough. */
  readonly longest: number;
  readonly fewest: number;
  readonly signal?: AbortSignal;
}

/**
 * Measures the steps of a prepared training as its loop does them, from its beginning. Its state is changed, and
 * nothing is written.
 * @throws the signal's reason when it is aborted
 */
export async function measureSteps(
  training: Training,
  { steps, unsettled = 1, longest, fewest, signal }: MeasureStepsOptions,
): Promise<StepTimes> {
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
    await training.step.run(microFeeds(parts, batch, step), { seed: parts.config.seed, step });
    signal?.throwIfAborted();
    times.push(since(last));
    last = performance.now();
    step++;
    const counted = times.length - unsettled;
    if (counted >= steps || (counted >= fewest && since(measuring) > longest)) break;
  }
  // An epoch may be shorter than what has to settle.
  const settled = (times.length > unsettled ? times.slice(unsettled) : times.slice(-1)).sort((a, b) => a - b);
  return {
    stepSeconds: settled[Math.floor(settled.length / 2)]!,
    firstPhaseSeconds,
    phaseSeconds,
    phaseEvery: phase?.every ?? null,
    stepsPerEpoch: loader.batchesPerEpoch,
  };
}

/** Seconds that so many steps take, with the host's work between them: before step 0, then every so many. */
export function trainingSeconds(
  { stepSeconds, firstPhaseSeconds, phaseSeconds, phaseEvery }: StepTimes,
  steps: number,
): number {
  const later = phaseEvery === null ? 0 : Math.ceil(steps / phaseEvery) - 1;
  return steps * stepSeconds + firstPhaseSeconds + later * phaseSeconds;
}

const since = (start: number) => (performance.now() - start) / 1000;
