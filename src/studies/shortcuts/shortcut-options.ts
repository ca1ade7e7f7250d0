import * as z from "zod";
import { pictureStudyOptions } from "../arms/picture-study-options.js";

/** What the study of shortcuts can be told. */
export const shortcutOptions = z.strictObject({
  data: z
    .string()
    .default("mnist")
    .describe(
      "Pictures with labels: a folder, an IDX file, or mnist. The lens needs colour, the cue conflict things before a plain background.",
    ),
  size: z.int().min(8).default(32).describe("Side of the square that pictures are resized to."),
  ...pictureStudyOptions,
  labs: z.array(z.string()).optional().describe("Only these, with commas: lens, boundary, mark, conflict."),
  steps: z.int().min(2).default(500).describe("Steps of training on whole pictures."),
  patchSteps: z
    .int()
    .min(2)
    .default(2000)
    .describe("Steps of training on pairs of patches, which are smaller."),
  batchSize: z
    .int()
    .min(2)
    .optional()
    .describe("Pictures in a batch; what each method suggests when not given."),
  widths: z
    .array(z.int().positive())
    .min(1)
    .default([16, 32, 64, 128])
    .describe("Channels of the stages of the encoder, a small convolutional net."),
  lens: z
    .number()
    .positive()
    .max(0.5)
    .default(0.03)
    .describe("How much larger the lens draws red and blue than green, as a share."),
  association: z
    .number()
    .min(0)
    .max(1)
    .default(0.95)
    .describe("Share of pictures of hospital A whose mark goes with the class."),
});

export type ShortcutOptions = z.output<typeof shortcutOptions>;

/** What may differ from start to start, because it changes no arm. */
export const freeOptions = ["labs", "seeds", "threads"] as const;
