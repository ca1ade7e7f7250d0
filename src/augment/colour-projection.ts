/**
 * Green and magenta moved to grey: the part of every colour along a = (-1, 2, -1) is taken away (Doersch, Gupta, Efros,
 * 2015, https://arxiv.org/abs/1505.05192). That is the axis along which lenses shift colours most.
 *
 *   c' = c (I - aᵀa / (a aᵀ)), c a row of red, green and blue
 *
 * Luma changes where colours were strong, and what leaves 0..1 is cut at the end of the recipe. Nothing for grey
 * pictures.
 */
import * as z from "zod";
import { add, concat, mul, reshape, slice, sub } from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { times } from "./per-sample.js";
import { chosen, probability } from "./probability.js";

export const colourProjection = defineAugmentation({
  name: "colour-projection",
  title: "Colour projection",
  kind: "pixel",
  options: z.strictObject({ probability: probability(1) }),
  draws: ["chance"],
  apply(x, { chance }, options) {
    const [, channels = 0] = x.shape;
    const share = times(chosen(chance, options.probability), 1 / 6);
    if (channels < 3 || share === 0) return x;
    const [red, green, blue] = [0, 1, 2].map((channel) => slice(x, 1, channel, channel + 1)) as [
      typeof x,
      typeof x,
      typeof x,
    ];
    // (c aᵀ) / (a aᵀ): how far each pixel lies from grey along a.
    const along = sub(mul(green, 2), add(red, blue));
    const moved = mul(along, typeof share === "number" ? share : reshape(share, [-1, 1, 1, 1]));
    const colours = [add(red, moved), sub(green, mul(moved, 2)), add(blue, moved)];
    return concat(channels === 3 ? colours : [...colours, slice(x, 1, 3)], 1);
  },
});
