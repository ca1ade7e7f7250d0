import * as z from "zod";
import { seedOption, threadsOption } from "../study-options.js";

/** What the study of linear autoencoders can be told. */
export const linearOptions = z.strictObject({
  data: z
    .string()
    .default("mnist")
    .describe(
      "Pictures, read as grey (a folder of pictures, an IDX file, or mnist), or a table: a CSV file, ending in .csv.",
    ),
  size: z
    .int()
    .min(2)
    .max(32)
    .default(14)
    .describe(
      "Side that pictures are resized to; matrices have its fourth power of entries. Of no matter for a table.",
    ),
  samples: z
    .int()
    .min(16)
    .default(4000)
    .describe("Pictures or table rows to train on, a quarter as many to measure on."),
  steps: z.int().min(2).default(1000).describe("Steps of training of each arm."),
  batchSize: z.int().min(2).default(128).describe("Samples in a batch."),
  learningRate: z.number().positive().default(3e-3).describe("Of AdamW, at the start of a cosine to 0."),
  noise: z
    .number()
    .positive()
    .default(0.5)
    .describe("Deviation of the noise that is added, in deviations of a pixel or value."),
  hiddenShare: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe("Probability that a pixel or value is masked (the lecture's p is 1 minus this)."),
  seed: seedOption.describe("Seed of every arm."),
  threads: threadsOption,
});

export type LinearOptions = z.output<typeof linearOptions>;
