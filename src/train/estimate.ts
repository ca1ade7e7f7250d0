import type { DecodeCost } from "../data/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { resolveRun } from "../settle/index.js";
import type { RunConfig } from "../setup/index.js";
import { seesPlain } from "../setup/index.js";
import { type StepMemory, stepMemory } from "../steps/index.js";
import { measureSteps, type StepTimes, trainingSeconds } from "./measure-steps.js";
import { notesOf, prepareTraining } from "./training.js";

/** What a run will cost, before it is paid. */
export interface Estimate extends StepTimes, StepMemory {
  readonly config: RunConfig;
  /** Plain facts about the data and warnings, a sentence each. */
  readonly notes: readonly string[];
  /** What it took to decode the pictures, estimated before it was done: of every source. */
  readonly decoding: readonly DecodeCost[];
  readonly parameters: number;
  readonly graphNodes: number;
  /** Whether the method sees pictures as they are, whatever augmentations there are. */
  readonly isPlain: boolean;
  readonly compileSeconds: number;
  /** Of all steps and of the method's work on the host between them. */
  readonly totalSeconds: number;
}

export interface EstimateOptions {
  /** Told before all pictures are decoded what that takes; of a second source, too. */
  readonly onDecodeCost?: ((cost: DecodeCost) => void) | undefined;
  /** Told before anything runs. */
  readonly onMemory?: ((memory: StepMemory) => void) | undefined;
}

/** Resolves a run and measures a few steps of it, and the method's work on the host where it has some; writes nothing. */
export async function estimateRun(options: PretrainOptions & EstimateOptions): Promise<Estimate> {
  const decoding: DecodeCost[] = [];
  const { config, source } = await resolveRun(options, {
    onDecodeCost(cost) {
      decoding.push(cost);
      options.onDecodeCost?.(cost);
    },
  });
  const started = performance.now();
  let memory: StepMemory = { stateBytes: 0, activationBytes: 0, peakBytes: 0 };
  const training = await prepareTraining(config, source, undefined, undefined, options, (traced) => {
    memory = stepMemory(traced);
    options.onMemory?.(memory);
  });
  try {
    const compileSeconds = (performance.now() - started) / 1000;
    const times = await measureSteps(training, { steps: 5, fewest: 1, longest: 10 });
    return {
      config,
      notes: [...(await notesOf(training)), ...(source.warnings ?? [])],
      decoding,
      parameters: training.parameters,
      graphNodes: training.step.programs.reduce((sum, { facts }) => sum + facts.nodes, 0),
      isPlain: seesPlain(training.parts.method),
      ...times,
      ...memory,
      compileSeconds,
      totalSeconds: trainingSeconds(times, config.steps),
    };
  } finally {
    await training.dispose();
  }
}
