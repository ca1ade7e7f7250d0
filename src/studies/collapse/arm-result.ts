import * as z from "zod";

const number = z.number().nullable();

/** What one look at a model showed. Null where there is no such number. */
export const armMoment = z.strictObject({
  step: z.int(),
  /** Mean of the steps since the moment before. */
  loss: number,
  /** Accuracy of a weighted kNN on test samples. */
  knn: number,
  /** RankMe of embeddings of test samples. */
  rank: z.number(),
  /** Mean deviation of unit embeddings per dimension, times sqrt(D): 1 is healthy, 0 is complete collapse. */
  deviation: z.number(),
  /** The same of what the method's head makes of them, where it can be read. */
  headRank: number,
  headDeviation: number,
  /** Mean energies of compatible and incompatible pairs. */
  compatible: number,
  incompatible: number,
  /** The gap in pooled deviations. */
  gap: number,
  auroc: number,
});

export type ArmMoment = z.output<typeof armMoment>;

/** A finished arm: a line of `arms.jsonl`. */
export const armResult = z.strictObject({
  name: z.string(),
  moments: z.array(armMoment).min(1),
  /** What the monitors of the run said. */
  warnings: z.array(z.string()),
  /** Why training ended before its last step. */
  ended: z.string().nullable(),
  seconds: z.number(),
});

export type ArmResult = z.output<typeof armResult>;
