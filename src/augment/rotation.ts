import * as z from "zod";
import { cos, mul, sin } from "../tensor/index.js";
import { identityAffine, rotationAffine } from "./affine.js";
import { defineAugmentation } from "./augmentation.js";
import { between } from "./per-sample.js";

/** A turn about the centre by an angle uniform in `degrees`; positive is anticlockwise. */
export const rotation = defineAugmentation({
  name: "rotation",
  title: "Rotation",
  kind: "geometric",
  options: z.strictObject({
    degrees: z.tuple([z.number(), z.number()]).default([-15, 15]).describe("Bounds of the angle in degrees."),
  }),
  draws: ["angle"],
  map({ angle }, { degrees: [low, high] }, { aspect }) {
    const degrees = between(angle, low, high);
    if (degrees === 0) return identityAffine;
    if (typeof degrees === "number") {
      // Quarter turns are exact.
      const radians = (degrees * Math.PI) / 180;
      const exact = (x: number) => (degrees % 90 === 0 ? Math.round(x) : x);
      return rotationAffine(exact(Math.cos(radians)), exact(Math.sin(radians)), aspect);
    }
    const radians = mul(degrees, Math.PI / 180);
    return rotationAffine(cos(radians), sin(radians), aspect);
  },
});
