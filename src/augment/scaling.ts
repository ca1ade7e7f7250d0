import * as z from "zod";
import { exp } from "../tensor/index.js";
import { identityAffine } from "./affine.js";
import { defineAugmentation } from "./augmentation.js";
import { between } from "./per-sample.js";

/** Enlargement about the centre by a factor log-uniform in `factor`; below 1 the picture shrinks in its frame. */
export const scaling = defineAugmentation({
  name: "scaling",
  title: "Scaling",
  kind: "geometric",
  options: z.strictObject({
    factor: z
      .tuple([z.number().positive(), z.number().positive()])
      .default([0.9, 1.1])
      .describe("Bounds of the enlargement."),
  }),
  draws: ["factor"],
  map({ factor }, { factor: [low, high] }) {
    const power = between(factor, -Math.log(low), -Math.log(high));
    const reach = typeof power === "number" ? Math.exp(power) : exp(power);
    return { ...identityAffine, xx: reach, yy: reach };
  },
});
