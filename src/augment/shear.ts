import * as z from "zod";
import { cos, div, sin } from "../tensor/index.js";
import { identityAffine } from "./affine.js";
import { defineAugmentation } from "./augmentation.js";
import { between, over, times } from "./per-sample.js";

/** A slant of upright lines by an angle uniform in `degrees`, as in italics. */
export const shear = defineAugmentation({
  name: "shear",
  title: "Shear",
  kind: "geometric",
  options: z.strictObject({
    degrees: z
      .tuple([z.number().gt(-90).lt(90), z.number().gt(-90).lt(90)])
      .default([-10, 10])
      .describe("Bounds of the slant in degrees."),
  }),
  draws: ["angle"],
  map({ angle }, { degrees: [low, high] }, { aspect }) {
    const degrees = between(angle, low, high);
    const radians = times(degrees, Math.PI / 180);
    const slope = typeof radians === "number" ? Math.tan(radians) : div(sin(radians), cos(radians));
    return { ...identityAffine, xy: over(slope, aspect) };
  },
});
