import * as z from "zod";
import { identityAffine } from "./affine.js";
import { defineAugmentation } from "./augmentation.js";
import { plus, times } from "./per-sample.js";
import { chosen, probability } from "./probability.js";

/** Left and right exchanged. */
export const horizontalFlip = defineAugmentation({
  name: "horizontal-flip",
  title: "Horizontal flip",
  kind: "geometric",
  options: z.strictObject({
    probability: probability(0.5),
  }),
  draws: ["chance"],
  map: ({ chance }, options) => ({
    ...identityAffine,
    xx: plus(1, times(-2, chosen(chance, options.probability))),
  }),
});
