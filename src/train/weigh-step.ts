import type { RunParts } from "../setup/index.js";
import { type StepMemory, type StepProgram, stepMemory, stepProgram } from "../steps/index.js";
import { refuseTooLarge } from "./refuse-too-large.js";

/**
 * What a step takes of memory, from its graph.
 * @throws ConfigError for a step that cannot fit, with the largest batch that does
 */
export function weighStep(parts: RunParts): StepMemory {
  return stepMemory(traceFitting(parts));
}

/**
 * Traces a step.
 * @throws ConfigError for one that cannot fit into memory, with the largest batch that does
 */
export function traceFitting(parts: RunParts): StepProgram {
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
