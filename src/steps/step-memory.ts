import { type Program, programLeaves, sizeOf } from "../graph/index.js";
import type { Variables } from "../nn/index.js";
import { emittedNodes, peakBytes } from "../onnx/index.js";
import type { CutStep } from "./cut-step.js";
import type { StepProgram } from "./step-program.js";

/** What a run's steps take of memory, told from the graph before anything runs. In bytes. */
export interface StepMemory {
  /** Parameters, moments and averages, and gradients that are added up, in both buffer sets; random draws. */
  readonly stateBytes: number;
  /** What a step computes and keeps for its gradients, by a replay of the runtime's arena. */
  readonly activationBytes: number;
  /** All of the process at its largest: those two, the runtime itself, and the copy of the state that a checkpoint takes. */
  readonly peakBytes: number;
}

/** A step as one program, or as those that add up gradients and apply them. */
export type WeighedStep =
  | Pick<StepProgram, "train" | "variables">
  | Pick<CutStep, "gradients" | "apply" | "sums" | "variables">;

/** Node, the runtime and its compiled sessions: 160 to 300 MB in runs that were measured. */
const runtimeBytes = 256 * 2 ** 20;
/** Work space of convolutions and packed weights: measured peaks were 0.95 to 1.25 times the replayed ones. */
const margin = 1.15;
/** Channel blocks that the runtime's convolutions use on most processors; without them a step takes less. */
const block = 16;

export function stepMemory(step: WeighedStep): StepMemory {
  const programs = programsOf(step);
  const state = bytesOf(step.variables);
  const sums = "sums" in step ? bytesOf(step.sums) : 0;
  const stateBytes = 2 * (state + sums) + programs.reduce((sum, program) => sum + drawBytes(program), 0);
  // Each program has an arena of its own, which keeps what it once needed.
  const activations = programs.reduce((sum, program) => sum + peakBytes(emittedNodes(program, { block })), 0);
  return {
    stateBytes,
    activationBytes: activations,
    peakBytes: Math.round(runtimeBytes + stateBytes + state + margin * activations),
  };
}

/** The programs of a step, in the order in which they run. */
export function programsOf(step: WeighedStep): readonly Program[] {
  return "train" in step ? [step.train] : [step.gradients, step.apply];
}

function bytesOf(variables: Variables): number {
  return variables.all().reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
}

/** Random draws wait in one buffer each. */
function drawBytes(program: Program): number {
  return programLeaves(program).draws.reduce((sum, { attributes }) => sum + 4 * sizeOf(attributes.shape), 0);
}
