/**
 * Pixelation: a share of the pictures is shrunk, to as little as so many pixels in all, and enlarged again (Doersch,
 * Gupta, Efros, 2015, https://arxiv.org/abs/1505.05192, to whom it makes encoders robust to how sharp a patch is).
 *
 * The number of rows is uniform between the least and all; each pixel of the small picture is the mean of an area, and
 * the way back is bilinear. Pictures that have no more pixels than that stay as they are. Alpha goes with the colours.
 */
import * as z from "zod";
import { cast, constant, floor, gather, less, mul, type Tensor, where } from "../tensor/index.js";
import { defineAugmentation, type Size } from "./augmentation.js";
import { weigh } from "./interpolation.js";
import { probability } from "./probability.js";

export const downsampling = defineAugmentation({
  name: "downsampling",
  title: "Downsampling",
  kind: "pixel",
  options: z.strictObject({
    pixels: z
      .int()
      .positive()
      .default(100)
      .describe("The least number of pixels in all that a picture is shrunk to."),
    probability: probability(0.3),
  }),
  draws: ["chance", "rows"],
  apply(x, { chance, rows }, options) {
    const [, , height = 0, width = 0] = x.shape;
    const least = leastRows({ height, width }, options.pixels);
    if (least >= height || options.probability === 0) return x;
    const counts = Array.from({ length: height - least + 1 }, (_, i) => least + i);
    const wanted = floor(mul(rows, counts.length));
    const which = cast(where(less(chance, options.probability), wanted, counts.length - 1), "int32");
    const columns = counts.map((count) => Math.max(1, Math.round((width * count) / height)));
    return weigh(x, gather(tableOf(height, counts), which), gather(tableOf(width, columns), which));
  },
});

/** The rows that pictures of such a size are shrunk to at least; all of theirs where they stay as they are. */
export function leastRows({ height, width }: Size, pixels: number): number {
  return Math.min(height, Math.ceil(height * Math.sqrt(pixels / (height * width))));
}

/** The weights of one axis for each number of pixels that it may be shrunk to: `[counts, side, side]`. */
function tableOf(side: number, counts: readonly number[]): Tensor {
  const data = new Float32Array(counts.length * side * side);
  for (const [i, count] of counts.entries()) fillThere(data.subarray(i * side * side), side, count);
  return constant(data, [counts.length, side, side]);
}

/** Fills in the weights `[side, side]` of pixels in each other when a side is shrunk to `count` and enlarged. */
function fillThere(weights: Float32Array, side: number, count: number): void {
  const area = side / count;
  for (let pixel = 0; pixel < side; pixel++) {
    const at = Math.min(Math.max((pixel + 0.5) / area - 0.5, 0), count - 1);
    const low = Math.floor(at);
    for (const [small, share] of [
      [low, 1 - (at - low)],
      [Math.min(low + 1, count - 1), at - low],
    ] as const) {
      for (let of = Math.floor(small * area); of < Math.min(side, Math.ceil((small + 1) * area)); of++) {
        const overlap = Math.min(of + 1, (small + 1) * area) - Math.max(of, small * area);
        weights[pixel * side + of]! += (share * overlap) / area;
      }
    }
  }
}
