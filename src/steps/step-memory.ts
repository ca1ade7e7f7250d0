import { type Program, programLeaves, sizeOf } from "../graph/index.js";
import { emittedNodes, peakBytes } from "../onnx/index.js";
import type { StepProgram } from "./step-program.js";

/** What a run's steps take of memory, told from the graph before anything runs. In bytes. */
export interface StepMemory {
  /** Parameters, moments and averages, in both buffer sets, and random draws. */
  readonly stateBytes: number;
  /** What a step computes and keeps for its gradients, by a replay of the runtime's arena. */
  readonly activationBytes: number;
  /** All of the process at its largest: those two, the runtime itself, and the copy of the state that a checkpoint takes. */
  readonly peakBytes: number;
}

/** Node, the runtime and its compiled sessions: 160 to 300 MB in runs that were measured. */
const runtimeBytes = 256 * 2 ** 20;
/** Work space of convolutions and packed weights: measured peaks were 0.95 to 1.25 times the replayed ones. */
const margin = 1.15;
/** Channel blocks that the runtime's convolutions use on most processors; without them a step takes less. */
const block = 16;

export function stepMemory({ train, variables }: Pick<StepProgram, "train" | "variables">): StepMemory {
  const state = variables.all().reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
  const stateBytes = 2 * state + drawBytes(train);
  const activations = peakBytes(emittedNodes(train, { block }));
  return {
    stateBytes,
    activationBytes: activations,
    peakBytes: Math.round(runtimeBytes + stateBytes + state + margin * activations),
  };
}

/** Random draws wait in one buffer each. */
function drawBytes(program: Program): number {
  return programLeaves(program).draws.reduce((sum, { attributes }) => sum + 4 * sizeOf(attributes.shape), 0);
}
