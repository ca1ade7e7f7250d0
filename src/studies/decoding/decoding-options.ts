import * as z from "zod";
import { seedOption, threadsOption } from "../study-options.js";

/** What the study of decoding can be told. */
export const decodingOptions = z.strictObject({
  data: z
    .string()
    .default("play")
    .describe(
      "A text file in UTF-8 whose sentences are counted, or play: the beginning of a play that comes with it.",
    ),
  vocabulary: z
    .int()
    .min(10)
    .max(2000)
    .default(2000)
    .describe("Words that are counted, the most frequent ones; sentences are cut at others."),
  prompts: z
    .int()
    .min(10)
    .max(1000)
    .default(100)
    .describe("Beginnings of sentences that are continued, at most."),
  tokens: z.int().min(5).max(60).default(30).describe("Words that a sentence goes on for, at most."),
  trees: z
    .int()
    .min(10)
    .max(1000)
    .default(200)
    .describe("Made-up models of 4 tokens whose texts of 5 are all looked at."),
  steps: z
    .int()
    .min(1)
    .default(600)
    .describe("Steps that a small net is trained for on the text's characters."),
  seed: seedOption.describe("Seed of the made-up models, of the net and of sampling."),
  threads: threadsOption,
});

export type DecodingOptions = z.output<typeof decodingOptions>;
