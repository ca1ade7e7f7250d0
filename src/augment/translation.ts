import * as z from "zod";
import { identityAffine } from "./affine.js";
import { defineAugmentation } from "./augmentation.js";
import { between } from "./per-sample.js";

/** A shift, uniform up to a fraction of each side either way. */
export const translation = defineAugmentation({
  name: "translation",
  title: "Translation",
  kind: "geometric",
  options: z.strictObject({
    horizontal: z.number().min(0).max(1).default(0.1).describe("Greatest shift, as a fraction of the width."),
    vertical: z.number().min(0).max(1).default(0.1).describe("Greatest shift, as a fraction of the height."),
  }),
  draws: ["x", "y"],
  // A side is 2 long in these coordinates.
  map: ({ x, y }, { horizontal, vertical }) => ({
    ...identityAffine,
    x0: between(x, -2 * horizontal, 2 * horizontal),
    y0: between(y, -2 * vertical, 2 * vertical),
  }),
});
