/**
 * A random rectangle is painted over (Zhong et al., 2017, https://arxiv.org/abs/1708.04896): share of the area
 * uniform in `scale`, width over height log-uniform in `ratio`, place uniform. Alpha stays.
 */
import * as z from "zod";
import {
  abs,
  add,
  cast,
  constant,
  exp,
  less,
  minimum,
  mul,
  reshape,
  sqrt,
  sub,
  type Tensor,
} from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { between, type PerSample, times } from "./per-sample.js";
import { chosen, probability } from "./probability.js";

const bounds = z.tuple([z.number().positive(), z.number().positive()]);

export const randomErasing = defineAugmentation({
  name: "random-erasing",
  title: "Random erasing",
  kind: "pixel",
  options: z.strictObject({
    scale: bounds.default([0.02, 0.2]).describe("Bounds of the rectangle's share of the area."),
    ratio: bounds.default([0.3, 3.3]).describe("Bounds of its width over its height."),
    value: z.number().min(0).max(1).default(0).describe("What is painted, 0..1."),
    probability: probability(0.5),
  }),
  draws: ["chance", "area", "ratio", "left", "top"],
  apply(x, { chance, area, ratio, left, top }, options) {
    const on = chosen(chance, options.probability);
    if (on === 0) return x;
    const [, channels = 0, height = 0, width = 0] = x.shape;
    const root = numeric(between(area, options.scale[0], options.scale[1]), Math.sqrt, sqrt);
    const half = between(ratio, Math.log(options.ratio[0]) / 2, Math.log(options.ratio[1]) / 2);
    const shape = Math.sqrt(height / width);
    const across = times(root, times(numeric(half, Math.exp, exp), shape));
    const down = times(root, times(numeric(times(half, -1), Math.exp, exp), 1 / shape));
    const columns = reshape(strip(left, across, 1, width), [-1, 1, 1, width]);
    const rows = reshape(strip(top, down, on, height), [-1, 1, height, 1]);
    const opaque = channels === 4 ? mul(columns, constant([1, 1, 1, 0], [1, 4, 1, 1])) : columns;
    const covered = mul(rows, opaque);
    const kept = mul(x, sub(1, covered));
    return options.value === 0 ? kept : add(kept, mul(covered, options.value));
  },
});

/** `on` at the pixels of one axis whose centres lie within a part of the given share of it, else 0: `[N, pixels]`. */
function strip(place: Tensor, share: PerSample, on: PerSample, pixels: number): Tensor {
  const n = place.shape[0] ?? 0;
  const side = typeof share === "number" ? Math.min(share, 1) : minimum(share, 1);
  const centre = add(mul(place, sub(1, side)), times(side, 0.5));
  const centres = constant(
    Float32Array.from({ length: pixels }, (_, i) => (i + 0.5) / pixels),
    [1, pixels],
  );
  const half = times(side, 0.5);
  const distance = abs(sub(centres, reshape(centre, [n, 1])));
  const within = cast(less(distance, typeof half === "number" ? half : reshape(half, [n, 1])), "float32");
  return on === 1 ? within : mul(within, typeof on === "number" ? on : reshape(on, [n, 1]));
}

function numeric(value: PerSample, known: (x: number) => number, traced: (x: Tensor) => Tensor): PerSample {
  return typeof value === "number" ? known(value) : traced(value);
}
