import * as z from "zod";
import { recipeSchema } from "../augment/index.js";
import { placesConfig } from "./places-config.js";
import { positivesConfig } from "./positives-config.js";

const named = z.strictObject({ name: z.string(), options: z.record(z.string(), z.unknown()) });

const side = z.int().positive().max(16384);

/** More threads than any machine has cores only take memory. */
export const mostThreadsAnywhere = 1024;

/** Where the samples come from and how they are read. */
export const dataConfig = z.strictObject({
  path: z.string().min(1),
  split: z.enum(["train", "test", "all"]).nullable(),
  size: z.tuple([side, side]),
  /** Shape of the whole pictures that crops are taken from; null where those of `size` show as much. */
  storeSize: z.tuple([side, side]).nullable(),
  channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
  /** What became black and white in pictures of more than 8 bits; null where there were none. */
  valueRange: z.tuple([z.number(), z.number()]).nullable(),
  background: z.string(),
  fit: z.enum(["cover", "contain"]),
  labels: z.string(),
  labelColumn: z.string().nullable(),
  limit: z.int().positive().nullable(),
  /** Samples kept out of training to watch it (online kNN). */
  holdout: z.int().nonnegative(),
  /** How many of the others train at most, evenly spread. */
  most: z.int().positive().nullable(),
});

/**
 * Everything that settles a run; saved as `config.json`. The same configuration, with its seed and its number of
 * threads, gives the same bits on the same machine and device.
 */
const settings = z.strictObject({
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
  batchSize: z.int().min(2),
  steps: z.int().positive(),
  /** Where a run that went on was given more steps than it had: after so many, from so many. */
  lengthened: z.array(z.strictObject({ at: z.int().positive(), from: z.int().positive() })).optional(),
  seed: z
    .int()
    .nonnegative()
    .max(2 ** 32 - 1),
  threads: z.int().positive().max(mostThreadsAnywhere),
  standardise: z.strictObject({ mean: z.array(z.number()), deviation: z.array(z.number().positive()) }),
  classes: z.int().nonnegative(),
  from: z.string().nullable(),
});

export const runConfig = settings.refine(
  ({ data: { channels }, standardise: { mean, deviation } }) =>
    mean.length === channels && deviation.length === channels,
  { path: ["standardise"], error: "standardise has another number of channels than data.channels" },
);

export type RunConfig = z.output<typeof runConfig>;
export type DataConfig = z.output<typeof dataConfig>;
