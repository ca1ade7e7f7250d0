import * as z from "zod";
import { recipeSchema } from "../augment/index.js";
import { dataConfig } from "../kinds/index.js";
import { placesConfig } from "./places-config.js";
import { positivesConfig } from "./positives-config.js";

const named = z.strictObject({ name: z.string(), options: z.record(z.string(), z.unknown()) });

/** More threads than any machine has cores only take memory. */
export const mostThreadsAnywhere = 1024;

/**
 * Everything that settles a run; saved as `config.json`. The same configuration, with its seed and its number of
 * threads, gives the same bits on the same machine and device.
 */
export const runConfig = z.strictObject({
  data: dataConfig,
  places: placesConfig,
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
  /** Samples that are in memory at a time. */
  batchSize: z.int().min(2),
  /** Batches whose gradients are added up to one step. */
  accumulate: z.int().positive(),
  steps: z.int().positive(),
  /** Where a run that went on was given more steps than it had: after so many, from so many. */
  lengthened: z.array(z.strictObject({ at: z.int().positive(), from: z.int().positive() })).optional(),
  seed: z
    .int()
    .nonnegative()
    .max(2 ** 32 - 1),
  threads: z.int().positive().max(mostThreadsAnywhere),
  classes: z.int().nonnegative(),
  from: z.string().nullable(),
});

export type RunConfig = z.output<typeof runConfig>;
