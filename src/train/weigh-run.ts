import { labelled } from "../data/index.js";
import { methodOf, partsOf } from "./parts.js";
import { readsLabels } from "./positives.js";
import type { PretrainOptions } from "./pretrain-options.js";
import { refuseTooLarge } from "./refuse-too-large.js";
import { resolveRun } from "./resolve.js";
import type { RunConfig } from "./run-config.js";
import { divide, refuseUselessClasses } from "./samples.js";
import { type StepMemory, stepMemory } from "./step-memory.js";
import type { StepParts } from "./step-parts.js";
import { type StepProgram, stepProgram } from "./step-program.js";

/** A run that is settled and whose step was weighed, with nothing compiled or written. */
export interface WeighedRun {
  readonly config: RunConfig;
  /** Samples that it trains on. */
  readonly samples: number;
  readonly parts: StepParts;
  readonly memory: StepMemory;
}

/**
 * Settles a run as `pretrain` would and tells from the graph of its step what it takes of memory.
 * @throws what `pretrain` throws before its first step: ConfigError (also for a step that cannot fit, with the largest
 * batch that does), DataError
 */
export async function weighRun(options: PretrainOptions): Promise<WeighedRun> {
  const { config, source } = await resolveRun(options);
  try {
    const method = methodOf(config, options);
    await refuseUselessClasses(source, { config, method });
    const read = readsLabels(config, method) ? await labelled(source) : source;
    const samples = (await divide(read, config)).training.length;
    const parts = partsOf(config, samples, options);
    return { config, samples, parts, memory: weighStep(parts) };
  } finally {
    await source.close();
  }
}

/**
 * What a step takes of memory, from its graph.
 * @throws ConfigError for a step that cannot fit, with the largest batch that does
 */
export function weighStep(parts: StepParts): StepMemory {
  return stepMemory(traceFitting(parts));
}

/**
 * Traces a step.
 * @throws ConfigError for one that cannot fit into memory, with the largest batch that does
 */
export function traceFitting(parts: StepParts): StepProgram {
  const { config } = parts;
  const traced = stepProgram(parts);
  refuseTooLarge({
    traced,
    batchSize: config.batchSize,
    traceAt: (batchSize) => stepProgram({ ...parts, config: { ...config, batchSize } }),
    weigh: stepMemory,
  });
  return traced;
}
