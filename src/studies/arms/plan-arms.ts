import type { StepMemory } from "../../steps/index.js";
import { availableMemory } from "../../train/index.js";
import { largestOf, type PlannedTraining, type PlannedWork, problemOf, timeByMean } from "../planned-work.js";

/** An arm of a study, as its plan needs it. */
export interface ArmToPlan {
  readonly name: string;
  readonly title: string;
  /** 0 where nothing is trained. */
  readonly steps: number;
  /** Traces a step of it; asked only where trainings of it are to come. */
  weigh(): Promise<{ readonly batchSize: number; readonly memory: StepMemory }>;
}

export interface PlanArmsOptions {
  readonly seeds: readonly number[];
  /** Finished results of the folder; those of other arms and seeds count for nothing. */
  readonly finished: readonly { readonly name: string; readonly seed: number; readonly seconds: number }[];
  /** Names of what has one result without being an arm, such as pixels as they are. */
  readonly single?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Arms times seeds, less what is finished, with the memory of each one's step. */
export async function planArms(
  arms: readonly ArmToPlan[],
  { seeds, finished, single = [], signal }: PlanArmsOptions,
): Promise<Pick<PlannedWork, "trainings" | "results" | "done" | "time" | "largest" | "availableBytes">> {
  const isAsked = new Set(arms.map(({ name }) => name));
  const own = finished.filter(({ name, seed }) =>
    isAsked.has(name) ? seeds.includes(seed) : single.includes(name),
  );
  const trainings: PlannedTraining[] = [];
  for (const arm of arms) {
    signal?.throwIfAborted();
    const done = own.filter(({ name }) => name === arm.name).length;
    const { name, title, steps } = arm;
    trainings.push({
      name,
      title,
      steps,
      runs: seeds.length,
      done,
      ...(await weighed(arm, done < seeds.length)),
    });
  }
  const results = arms.length * seeds.length + single.length;
  const taken = own.map(({ seconds }) => seconds);
  return {
    trainings,
    results,
    done: own.length,
    time: timeByMean(taken, results - own.length),
    largest: largestOf(trainings),
    availableBytes: availableMemory(),
  };
}

async function weighed(
  arm: ArmToPlan,
  isToCome: boolean,
): Promise<Pick<PlannedTraining, "batchSize" | "peakBytes" | "problem">> {
  if (!isToCome || arm.steps === 0) return { batchSize: null, peakBytes: null, problem: null };
  try {
    const { batchSize, memory } = await arm.weigh();
    return { batchSize, peakBytes: memory.peakBytes, problem: null };
  } catch (error) {
    return { batchSize: null, peakBytes: null, problem: problemOf(error) };
  }
}
