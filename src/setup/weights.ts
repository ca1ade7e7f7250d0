import type { StateEntry } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import type { Method } from "../methods/index.js";
import { studentName } from "../nn/index.js";

/** Whose weights stand for a run: those that were trained, or their average over time where the method keeps one. */
export type Weights = "student" | "teacher";

export const weightChoices = ["auto", "student", "teacher"] as const;

/** What a person may say of a run whose encoder is opened. */
export interface ChosenWeights {
  /**
   * Whose weights the encoder has. `auto` (default): those that the method's paper evaluates, the teacher's for DINO, iBOT,
   * I-JEPA and MSN.
   */
  readonly weights?: (typeof weightChoices)[number] | undefined;
}

/** @throws ConfigError where the teacher of a method is asked for that has none. */
export function settleWeights(
  method: Pick<Method, "name" | "evaluated" | "teacherMomentum">,
  { weights = "auto" }: ChosenWeights = {},
): Weights {
  if (weights === "auto") return method.evaluated;
  if (weights === "teacher" && method.teacherMomentum === undefined)
    throw new ConfigError(
      `The method ${method.name} has no teacher whose weights could be taken: leave \`weights\` out, or use student.`,
      { method: method.name },
    );
  return weights;
}

/** Saved state in which the weights that stand for the run are under the student's names, as every encoder reads them. */
export function standingFor(weights: Weights, state: readonly StateEntry[]): readonly StateEntry[] {
  if (weights === "student") return state;
  const taught = new Map(
    state.flatMap((entry) => {
      const name = studentName(entry.name);
      return name === null ? [] : [[name, entry] as const];
    }),
  );
  return state.map((entry) => {
    const teacher = taught.get(entry.name);
    return teacher === undefined ? entry : { ...teacher, name: entry.name };
  });
}
