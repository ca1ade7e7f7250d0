import * as z from "zod";
import { type Estimate, estimate } from "../arms/estimate.js";

/** A finished arm of one seed: a line of `arms.jsonl`. */
export const armResult = z.strictObject({
  name: z.string(),
  seed: z.int(),
  /** Mean of the last tenth of training; null where there was none. */
  loss: z.number().nullable(),
  scores: z.record(z.string(), z.strictObject({ value: z.number(), of: z.int() })),
  seconds: z.number(),
});

export type ArmResult = z.output<typeof armResult>;

/** What was measured of a lab's arms. */
export interface ArmScores {
  /** Over all seeds; null where the arm has no such score. */
  estimate(arm: string, score: string): Estimate | null;
  /** The same, of a score that the arm has. @throws RangeError where it has none: a mistake in the lab */
  of(arm: string, score: string): Estimate;
  /** Each seed's. */
  results(arm: string): readonly ArmResult[];
}

export function armScores(results: readonly ArmResult[]): ArmScores {
  const ofArm = (arm: string) => results.filter(({ name }) => name === arm);
  const maybe = (arm: string, score: string) => {
    const found = ofArm(arm).flatMap(({ scores }) => scores[score] ?? []);
    return found.length === 0 ? null : estimate(found);
  };
  return {
    estimate: maybe,
    of(arm, score) {
      const found = maybe(arm, score);
      if (found === null) throw new RangeError(`The arm ${arm} has no score called ${score}.`);
      return found;
    },
    results: ofArm,
  };
}
