import * as z from "zod";
import { pictureStudyOptions } from "../arms/picture-study-options.js";

/** What the study of codes can be told. */
export const codeOptions = z.strictObject({
  data: z.string().default("mnist").describe("Pictures with labels: a folder, an IDX file, or mnist."),
  size: z.int().min(4).default(28).describe("Side of the square that pictures are resized to."),
  ...pictureStudyOptions,
  labelled: z
    .int()
    .min(4)
    .default(500)
    .describe("Labelled pictures that the supervised arms are trained on."),
  kinds: z
    .array(z.string())
    .optional()
    .describe(
      "Only arms of these kinds, with commas: numbers, noise, sparse, discrete, denoising, labels; claims that need others are left out.",
    ),
  steps: z.int().min(2).default(400).describe("Steps of training of each arm."),
  batchSize: z.int().min(2).default(128).describe("Pictures in a batch."),
  widths: z
    .array(z.int().positive())
    .min(1)
    .default([512, 256])
    .describe("Layers of the encoder, a multilayer perceptron, before its embedding."),
});

export type CodeOptions = z.output<typeof codeOptions>;

/** What may differ from start to start, because it changes no arm. */
export const freeOptions = ["kinds", "seeds", "threads"] as const;
