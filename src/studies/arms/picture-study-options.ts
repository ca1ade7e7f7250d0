import * as z from "zod";
import { seedOption, threadsOption } from "../study-options.js";

/** Options of studies that train arms on labelled pictures, over several seeds. */
export const pictureStudyOptions = {
  labels: z
    .string()
    .default("auto")
    .describe("Where labels are: auto, folders, parent, or the path of a CSV file."),
  labelColumn: z.string().optional().describe("Column of that CSV file; found by its name when not given."),
  limit: z.int().min(16).default(20_000).describe("Pictures to train on at most."),
  samples: z
    .int()
    .min(4)
    .default(2000)
    .describe("Held-out pictures at most that each arm is judged with; twice as many fit the probe."),
  seeds: z.int().min(1).default(2).describe("Trainings of each arm."),
  seed: seedOption.describe("The first of their seeds; also of what is done to pictures."),
  threads: threadsOption,
} as const;

/** The seeds of an arm's trainings. */
export function seedsOf({ seed, seeds }: { readonly seed: number; readonly seeds: number }): number[] {
  return Array.from({ length: seeds }, (_, i) => seed + i);
}
