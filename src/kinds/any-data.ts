import * as z from "zod";

/** What a run keeps of its data, whatever kind they are of. */
export const anyData = {
  path: z.string().min(1),
  split: z.enum(["train", "test", "all"]).nullable(),
  labels: z.string(),
  labelColumn: z.string().nullable(),
  limit: z.int().positive().nullable(),
  /** Samples kept out of training to watch it (online kNN). */
  holdout: z.int().nonnegative(),
  /** How many of the others train at most, evenly spread. */
  most: z.int().positive().nullable(),
} as const;

/** What of a run's data may be otherwise for other samples, whatever their kind. */
export type AnyData = { [Name in keyof typeof anyData]: z.output<(typeof anyData)[Name]> };
