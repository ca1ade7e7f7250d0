import type { Program } from "../graph/index.js";
import type { Variables } from "../nn/index.js";
import type { RunParts } from "../setup/index.js";
import type { Tensor } from "../tensor/index.js";
import { applyGradients } from "./apply-gradients.js";
import { monitorProgram } from "./monitor-program.js";
import { metricOutputs, ofGroup, traceGradients } from "./trace-gradients.js";

/** A traced training step. */
export interface StepProgram {
  readonly train: Program;
  /** Embeddings of the step's views, without gradients: for the monitors. */
  readonly monitor: Program;
  readonly variables: Variables;
}

/**
 * Traces augmentation, forward pass, loss, gradients, optimiser and averages into one program. Where gradients of several
 * batches are added up it is two (`cutStep`).
 */
export function stepProgram(parts: RunParts): StepProgram {
  const traced = traceGradients(parts);
  const { root, schedules, groups, metrics, assigned } = traced;
  const { norms, updates } = applyGradients(parts, root, schedules, groups);
  const outputs = groups.flatMap(({ name, loss }, i) => [[ofGroup("loss", name), loss], norms[i]!] as const);
  const train = {
    outputs: new Map<string, Tensor>([...outputs, ...metricOutputs(metrics)]),
    updates: new Map([...updates, ...assigned]),
  };
  return { train, monitor: monitorProgram(parts, traced), variables: root.variables };
}
