/** Additive Gaussian noise, white over pixels and colours. Alpha stays. */
import * as z from "zod";
import { add, pad } from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { between, times } from "./per-sample.js";
import { chosen, probability } from "./probability.js";
import { whiteNoise } from "./white-noise.js";

export const noise = defineAugmentation({
  name: "noise",
  title: "Noise",
  kind: "pixel",
  options: z.strictObject({
    deviation: z
      .tuple([z.number().min(0), z.number().min(0)])
      .default([0, 0.1])
      .describe("Bounds of the noise's standard deviation, uniform between them."),
    probability: probability(0.5),
  }),
  draws: ["chance", "deviation"],
  apply(x, { chance, deviation }, options, key) {
    const strength = times(
      chosen(chance, options.probability),
      between(deviation, options.deviation[0], options.deviation[1]),
    );
    if (strength === 0) return x;
    const [n = 0, channels = 0, height = 0, width = 0] = x.shape;
    const drawn = whiteNoise(key, [n, Math.min(channels, 3), height, width], strength);
    return add(x, channels === 4 ? pad(drawn, [0, 0, 0, 0], [0, 1, 0, 0]) : drawn);
  },
});
