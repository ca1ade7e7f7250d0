import { labelled } from "../data/index.js";
import { divide, refuseUselessClasses } from "../samples/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { resolveRun } from "../settle/index.js";
import type { RunConfig, RunParts } from "../setup/index.js";
import { methodOf, partsOf, readsLabels } from "../setup/index.js";
import type { StepMemory } from "../steps/index.js";
import { weighStep } from "./weigh-step.js";

/** A run that is settled and whose step was weighed, with nothing compiled or written. */
export interface WeighedRun {
  readonly config: RunConfig;
  /** Samples that it trains on. */
  readonly samples: number;
  readonly parts: RunParts;
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
