import { type Estimate, estimate } from "../arms/estimate.js";
import { type Capacity, type CodeArm, codeArms, pixelsName } from "./code-arms.js";
import type { CodeResult } from "./code-result.js";

/** `own`: of the method's own classifier, where it has one. */
export type Accuracy = "knn" | "probe" | "codeProbe" | "own";

/** What was measured of every arm, over all seeds. */
export interface CodeScores {
  /** Whether the arm is finished. */
  has(name: string): boolean;
  /** Null where the arm has no such accuracy. */
  accuracy(name: string, which: Accuracy): Estimate | null;
  /** The same, of one that the arm has. @throws RangeError where it has none: a mistake in a claim */
  of(name: string, which: Accuracy): Estimate;
  /** Mean over seeds; null where the arm has no such number. */
  mean(name: string, read: (result: CodeResult) => number | null | undefined): number | null;
  /** What the code of an arm may hold; null where that is not limited, or not measured. */
  capacity(arm: CodeArm): Capacity | null;
  readonly seconds: number;
}

export function codeScores(results: readonly CodeResult[]): CodeScores {
  const ofArm = (name: string) => results.filter((result) => result.name === name);
  const accuracy = (name: string, which: Accuracy) => {
    const found = ofArm(name).flatMap((result) => {
      const value = which === "own" ? (result.facts.accuracy ?? null) : result[which];
      return value === null ? [] : [{ value, of: result.of }];
    });
    return found.length === 0 ? null : estimate(found);
  };
  const mean: CodeScores["mean"] = (name, read) => {
    const found = ofArm(name).flatMap((result) => read(result) ?? []);
    return found.length === 0 ? null : found.reduce((sum, value) => sum + value / found.length, 0);
  };
  return {
    has: (name) => ofArm(name).length > 0,
    accuracy,
    of(name, which) {
      const found = accuracy(name, which);
      if (found === null) throw new RangeError(`The arm ${name} has no ${which}.`);
      return found;
    },
    mean,
    capacity({ name, capacity }) {
      const [first] = ofArm(name);
      if (capacity === undefined || first === undefined) return null;
      const keys = Object.keys(first.facts);
      return capacity(
        Object.fromEntries(keys.map((key) => [key, mean(name, ({ facts }) => facts[key]) ?? 0])),
      );
    },
    seconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** Arms that are finished and make pictures, with the error that they leave and what they are worth. */
export function remakingArms(scores: CodeScores) {
  return codeArms.flatMap(({ name, title, kind }) => {
    const error = scores.mean(name, (result) => result.error);
    if (error === null) return [];
    return [{ name, title, kind, error, probe: scores.of(name, "probe"), knn: scores.of(name, "knn") }];
  });
}

/** The copy of the input, when it was judged. */
export const pixelsOf = (scores: CodeScores, which: "knn" | "probe"): Estimate | null =>
  scores.accuracy(pixelsName, which);
