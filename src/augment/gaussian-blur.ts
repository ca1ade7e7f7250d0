import * as z from "zod";
import { defineAugmentation } from "./augmentation.js";
import { between, times } from "./per-sample.js";
import { chosen, probability } from "./probability.js";

/** Gaussian blur with a deviation uniform in `sigma`, in pixels of the view. */
export const gaussianBlur = defineAugmentation({
  name: "gaussian-blur",
  title: "Gaussian blur",
  kind: "filter",
  options: z.strictObject({
    sigma: z
      .tuple([z.number().min(0), z.number().min(0)])
      .default([0.1, 2])
      .describe("Bounds of the deviation in pixels."),
    probability: probability(0.5),
  }),
  draws: ["chance", "sigma"],
  deviation: ({ chance, sigma }, options) =>
    times(chosen(chance, options.probability), between(sigma, options.sigma[0], options.sigma[1])),
});
