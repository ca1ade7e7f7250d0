/**
 * Additive Gaussian noise, white over pixels and colours.
 *
 * A draw for each number of the batch would cost more on the host than the whole view. So a few pictures of noise
 * are drawn a step, and each sample gets its own random mixture of them with weights of length one: still standard
 * normal and independent across pixels, only faintly alike across samples.
 */
import * as z from "zod";
import { normal } from "../random/index.js";
import { add, matmul, mul, normalise, pad, reshape } from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { between, times } from "./per-sample.js";
import { chosen, probability } from "./probability.js";

const planes = 8;

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
    const colours = Math.min(channels, 3);
    const weights = normalise(normal(key.child("weights"), [n, planes]));
    const sized = mul(weights, typeof strength === "number" ? strength : reshape(strength, [n, 1]));
    const mixed = matmul(sized, normal(key.child("planes"), [planes, colours * height * width]));
    const shaped = reshape(mixed, [n, colours, height, width]);
    return add(x, channels === 4 ? pad(shaped, [0, 0, 0, 0], [0, 1, 0, 0]) : shaped);
  },
});
