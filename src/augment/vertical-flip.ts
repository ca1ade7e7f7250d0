import * as z from "zod";
import { less, where } from "../tensor/index.js";
import { identityAffine } from "./affine.js";
import { defineAugmentation } from "./augmentation.js";

/** Top and bottom exchanged. */
export const verticalFlip = defineAugmentation({
  name: "vertical-flip",
  title: "Vertical flip",
  kind: "geometric",
  options: z.strictObject({
    probability: z.number().min(0).max(1).default(0.5).describe("Share of the samples."),
  }),
  draws: ["chance"],
  map: ({ chance }, { probability }) => ({
    ...identityAffine,
    yy: probability === 1 ? -1 : probability === 0 ? 1 : where(less(chance, probability), -1, 1),
  }),
});
