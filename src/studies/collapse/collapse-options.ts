import * as z from "zod";
import { seedOption, threadsOption } from "../study-options.js";
import { collapseArms } from "./arms.js";

/** What the study of collapse can be told. */
export const collapseOptions = z.strictObject({
  data: z
    .string()
    .default("mnist")
    .describe("What to train on: a folder of pictures, an IDX file, or mnist."),
  steps: z.int().min(8).default(200).describe("Steps of training of each arm."),
  batchSize: z.int().min(4).default(128).describe("Samples in a batch."),
  widths: z
    .array(z.int().positive())
    .min(1)
    .default([16, 32, 64, 128])
    .describe("Channels of the stages of the encoder, a small convolutional net."),
  arms: z
    .array(z.string())
    .optional()
    .describe(
      `Only these arms, with commas; a method's name takes all of its arms, and a healthy one is added to each: ${collapseArms.map(({ name }) => name).join(", ")}.`,
    ),
  samples: z
    .int()
    .min(20)
    .default(1000)
    .describe("Test samples that each moment is judged with; twice as many training samples vote."),
  looks: z.int().min(1).default(8).describe("Moments of training at which each arm is looked at."),
  seed: seedOption.describe("Seed of every arm."),
  threads: threadsOption,
});

export type CollapseOptions = z.output<typeof collapseOptions>;
