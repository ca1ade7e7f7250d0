/**
 * Two of the three colours, any two, give way to faint noise about their own mean (Doersch, Gupta, Efros, 2015,
 * https://arxiv.org/abs/1505.05192): where a lens puts one colour beside another can no longer be seen. Nothing for
 * grey pictures.
 */
import * as z from "zod";
import {
  add,
  cast,
  concat,
  floor,
  mean,
  mul,
  oneHot,
  reshape,
  slice,
  sqrt,
  sub,
  sum,
  type Tensor,
  variance,
} from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { chosen, probability } from "./probability.js";
import { whiteNoise } from "./white-noise.js";

export const colourDropping = defineAugmentation({
  name: "colour-dropping",
  title: "Colour dropping",
  kind: "pixel",
  options: z.strictObject({
    noise: z
      .number()
      .min(0)
      .default(0.01)
      .describe("The noise's deviation, as a share of that of the colour that stays."),
    probability: probability(1),
  }),
  draws: ["chance", "colour"],
  apply(x, { chance, colour }, options, key) {
    const [n = 0, channels = 0, height = 0, width = 0] = x.shape;
    const on = chosen(chance, options.probability);
    if (channels < 3 || on === 0) return x;
    const colours = slice(x, 1, 0, 3);
    const stays = oneHot(cast(floor(mul(colour, 3)), "int32"), 3); // [N, 3]
    const goes = mul(sub(1, stays), on === 1 ? 1 : reshape(on as Tensor, [n, 1]));
    const deviation = sqrt(sum(mul(variance(colours, [2, 3]), stays), 1)); // [N], of the colour that stays
    const drawn = whiteNoise(key, [n, 3, height, width], mul(deviation, options.noise));
    const instead = add(mean(colours, [2, 3], { keepDims: true }), drawn);
    const left = add(colours, mul(sub(instead, colours), reshape(goes, [n, 3, 1, 1])));
    return channels === 3 ? left : concat([left, slice(x, 1, 3)], 1);
  },
});
