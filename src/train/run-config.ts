import * as z from "zod";
import { recipeSchema } from "../augment/index.js";
import { positivesConfig } from "./positives.js";

const named = z.strictObject({ name: z.string(), options: z.record(z.string(), z.unknown()) });

/** Where the samples come from and how they are read. */
export const dataConfig = z.strictObject({
  path: z.string(),
  split: z.enum(["train", "test", "all"]).nullable(),
  size: z.tuple([z.int().positive(), z.int().positive()]),
  channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
  background: z.string(),
  fit: z.enum(["cover", "contain"]),
  labels: z.string(),
  labelColumn: z.string().nullable(),
  limit: z.int().positive().nullable(),
  /** Samples kept out of training to watch it (online kNN). */
  holdout: z.int().nonnegative(),
  /** How many of the others train at most, evenly spread. */
  most: z.int().positive().nullable().default(null), // runs of before there was such a bound do not have it
});

/**
 * Everything that settles a run; saved as `config.json`. The same configuration, with its seed and its number of
 * threads, gives the same bits on the same machine and device.
 */
export const runConfig = z.strictObject({
  data: dataConfig,
  method: named,
  encoder: named,
  augment: recipeSchema,
  /** Where second views come from; left out, from the sample itself. */
  positives: positivesConfig.optional(),
  optimizer: named,
  learningRate: z.number().positive(),
  schedule: z.enum(["cosine", "step", "constant"]),
  warmupSteps: z.int().nonnegative(),
  gradientClip: z.number().positive().nullable(),
  batchSize: z.int().min(2),
  steps: z.int().positive(),
  seed: z
    .int()
    .nonnegative()
    .max(2 ** 32 - 1),
  threads: z.int().positive(),
  standardise: z.strictObject({ mean: z.array(z.number()), deviation: z.array(z.number()) }),
  classes: z.int().nonnegative(),
  from: z.string().nullable(),
});

export type RunConfig = z.output<typeof runConfig>;
export type DataConfig = z.output<typeof dataConfig>;
