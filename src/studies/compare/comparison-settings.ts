import * as z from "zod";
import { recipeSchema } from "../../augment/index.js";
import { ConfigError } from "../../errors.js";
import { firstDifference, show } from "./first-difference.js";

/** A part of a run by its name, with its options. */
export const namedSchema = z.strictObject({ name: z.string(), options: z.record(z.string(), z.unknown()) });

/** Samples by what they are, not by where they lie: a comparison may be moved. */
const samplesSchema = z.strictObject({
  name: z.string(),
  samples: z.int(),
  classes: z.int(),
  /** Of every picture and label. */
  digest: z.string(),
});

/**
 * What decides results, apart from which arms and seeds there are. Beside these there is what the kind of data says that
 * encoders see of samples, such as the size of pictures.
 */
export const settingsSchema = z.looseObject({
  data: samplesSchema,
  /** Test samples, or how many of the data all runs hold out of training to be tested on. */
  test: z.union([samplesSchema, z.strictObject({ heldOut: z.int() })]),
  /** How encoders see samples, in a few words. */
  described: z.string(),
  encoder: namedSchema,
  budget: z.string(),
  augment: recipeSchema,
  /** Null: each method's own. */
  batchSize: z.int().nullable(),
  threads: z.int(),
  /** Labelled samples that kNN and probes see at most, and test samples that judge them. */
  trainLimit: z.int(),
  testLimit: z.int(),
  /** Parts that the test samples are cross-validated in; null: training samples give the labels. */
  folds: z.int().nullable().default(null),
  /** Labels of each class in the columns of few labels. */
  fewLabels: z.int(),
  /** How all of it is judged, as `JUDGING` says; records of before this was kept say nothing. */
  judging: z.string().nullable().default(null),
  /** Whether encoders are also fine-tuned on few labels. */
  fineTune: z.boolean().default(false),
});

export type Settings = z.output<typeof settingsSchema>;

/**
 * Refuses to go on with other settings: the results would not belong together.
 * @throws ConfigError naming the first difference
 */
export function refuseOtherSettings(folder: string, before: Settings, now: Settings): void {
  const difference = firstDifference(before, now);
  if (difference === null) return;
  const [key, was, is] = difference;
  throw new ConfigError(
    `The comparison in ${folder} was made with \`${key.replace(".options.", ".")}\` ${show(was)}, and now it is ${show(is)}. Give the same settings again, or choose another \`out\`.`,
    { key, was, is },
  );
}
