import * as z from "zod";
import { defineAugmentation } from "./augmentation.js";
import { identityColour } from "./colour-map.js";
import { minus, plus } from "./per-sample.js";
import { chosen, probability } from "./probability.js";

/** The luma in place of all three colours; nothing for grey pictures. */
export const greyscale = defineAugmentation({
  name: "greyscale",
  title: "Greyscale",
  kind: "colour",
  options: z.strictObject({
    probability: probability(0.2),
  }),
  draws: ["chance"],
  map: ({ chance }, options) => ({
    ...identityColour,
    real: plus(1, minus(chosen(chance, options.probability))),
  }),
});
