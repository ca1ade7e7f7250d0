import * as z from "zod";
import { add, concat, less, mul, neg, reshape, slice, sub, type Tensor, where } from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { chosen, probability } from "./probability.js";

/** Values from the threshold upwards are inverted (BYOL's second view). */
export const solarise = defineAugmentation({
  name: "solarise",
  title: "Solarise",
  kind: "pixel",
  options: z.strictObject({
    threshold: z.number().min(0).max(1).default(0.5).describe("Least value that is inverted, 0..1."),
    probability: probability(0.2),
  }),
  draws: ["chance"],
  apply(x, { chance }, options) {
    const on = chosen(chance, options.probability);
    if (on === 0) return x;
    // Beyond any value where a sample is spared.
    const limit = on === 1 ? options.threshold : add(mul(neg(sub(on, 1)), 1e6), options.threshold);
    const from = typeof limit === "number" ? limit : reshape(limit, [-1, 1, 1, 1]);
    const invert = (colours: Tensor) => where(less(colours, from), colours, sub(1, colours));
    if (x.shape[1] !== 4) return invert(x);
    return concat([invert(slice(x, 1, 0, 3)), slice(x, 1, 3)], 1);
  },
});
