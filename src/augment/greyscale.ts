import * as z from "zod";
import { cast, greaterEqual } from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { identityColour } from "./colour-map.js";

/** The luma in place of all three colours; nothing for grey pictures. */
export const greyscale = defineAugmentation({
  name: "greyscale",
  title: "Greyscale",
  kind: "colour",
  options: z.strictObject({
    probability: z.number().min(0).max(1).default(0.2).describe("Share of the samples."),
  }),
  draws: ["chance"],
  map: ({ chance }, { probability }) => ({
    ...identityColour,
    real: probability === 0 ? 1 : probability === 1 ? 0 : cast(greaterEqual(chance, probability), "float32"),
  }),
});
