import * as z from "zod";
import { identityAffine } from "./affine.js";
import { defineAugmentation } from "./augmentation.js";
import { plus, times } from "./per-sample.js";
import { chosen, probability } from "./probability.js";

/** Top and bottom exchanged. */
export const verticalFlip = defineAugmentation({
  name: "vertical-flip",
  title: "Vertical flip",
  kind: "geometric",
  options: z.strictObject({
    probability: probability(0.5),
  }),
  draws: ["chance"],
  map: ({ chance }, options) => ({
    ...identityAffine,
    yy: plus(1, times(-2, chosen(chance, options.probability))),
  }),
});
