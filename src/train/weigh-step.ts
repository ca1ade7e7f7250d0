import { canAccumulate, type RunParts } from "../setup/index.js";
import { cutStep, type StepMemory, stepMemory, stepProgram, type TracedStep } from "../steps/index.js";
import { refuseTooLarge } from "./refuse-too-large.js";

/**
 * What a step takes of memory, from its graph.
 * @throws ConfigError for a step that cannot fit, with the largest batch that does
 */
export function weighStep(parts: RunParts): StepMemory {
  return stepMemory(traceFitting(parts));
}

/**
 * Traces a step: one program, or two where gradients of several batches are added up.
 * @throws ConfigError for one that cannot fit into memory, with the largest batch that does; where gradients may not be
 * added up
 */
export function traceFitting(parts: RunParts): TracedStep {
  const { config, method, encoder } = parts;
  const { batchSize, accumulate } = config;
  const cutAt = (size: number) =>
    cutStep({ ...parts, config: { ...config, batchSize: size, accumulate: Math.max(2, accumulate) } });
  const traceAt = (size: number) =>
    accumulate > 1 ? cutAt(size) : stepProgram({ ...parts, config: { ...config, batchSize: size } });
  const traced = traceAt(batchSize);
  refuseTooLarge({
    ...{ traced, batchSize, accumulate, traceAt, weigh: stepMemory },
    ...(canAccumulate(method, encoder) ? { cutAt } : {}),
  });
  return traced;
}
