import { type Program, programLeaves, simplify, sizeOf } from "../graph/index.js";
import { measureSteps, type StepTimes, trainingSeconds } from "./measure-steps.js";
import type { PretrainOptions } from "./pretrain-options.js";
import { resolveRun } from "./resolve.js";
import type { RunConfig } from "./run-config.js";
import { seesPlain } from "./sees-plain.js";
import { stepProgram } from "./step-program.js";
import { notesOf, prepareTraining } from "./training.js";

/** What a run will cost, before it is paid. */
export interface Estimate extends StepTimes {
  readonly config: RunConfig;
  /** Plain facts about the data, a sentence each. */
  readonly notes: readonly string[];
  readonly parameters: number;
  readonly graphNodes: number;
  /** Whether the method sees pictures as they are, whatever augmentations there are. */
  readonly isPlain: boolean;
  /** Parameters, moments and averages, in both buffer sets. */
  readonly stateBytes: number;
  /** Upper bound of what a step keeps at once, from the life of every value in the graph. */
  readonly activationBytes: number;
  readonly compileSeconds: number;
  /** Of all steps and of the method's work on the host between them. */
  readonly totalSeconds: number;
}

/** Resolves a run and measures a few steps of it, and the method's work on the host where it has some; writes nothing. */
export async function estimateRun(options: PretrainOptions): Promise<Estimate> {
  const { config, source } = await resolveRun(options);
  const started = performance.now();
  const training = await prepareTraining(config, source, undefined, undefined, options);
  try {
    const compileSeconds = (performance.now() - started) / 1000;
    const times = await measureSteps(training, { steps: 5, fewest: 1, longest: 10 });
    const { train, variables } = stepProgram(training.parts);
    const stateBytes =
      2 * variables.all().reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0) + drawBytes(train);
    return {
      config,
      notes: await notesOf(training),
      parameters: training.parameters,
      graphNodes: training.step.facts.nodes,
      isPlain: seesPlain(training.parts.method),
      ...times,
      stateBytes,
      activationBytes: peakBytes(train),
      compileSeconds,
      totalSeconds: trainingSeconds(times, config.steps),
    };
  } finally {
    await training.dispose();
  }
}

/** Random draws wait in one buffer each. */
function drawBytes(program: Program): number {
  return programLeaves(program).draws.reduce((sum, { attributes }) => sum + 4 * sizeOf(attributes.shape), 0);
}

/** Greatest sum of live values when nodes run in order and each value lives to its last reader. */
function peakBytes(program: Program): number {
  const { nodes, representative } = simplify(program);
  const lastUse = new Map<string, number>();
  const name = (id: number, index: number) => `${id}.${index}`;
  nodes.forEach((node, at) => {
    for (const input of node.inputs) {
      const { node: source, index } = representative(input);
      lastUse.set(name(source.id, index), at);
    }
  });
  const ending = new Map<number, number>();
  let live = 0;
  let peak = 0;
  nodes.forEach((node, at) => {
    if (node.op !== "input" && node.op !== "constant" && node.op !== "draw" && node.op !== "reshape") {
      for (const output of node.outputs) {
        const bytes = 4 * sizeOf(output.shape);
        live += bytes;
        const end = lastUse.get(name(node.id, output.index)) ?? at;
        ending.set(end, (ending.get(end) ?? 0) + bytes);
      }
    }
    peak = Math.max(peak, live);
    live -= ending.get(at) ?? 0;
  });
  return peak;
}
