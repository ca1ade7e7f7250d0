/**
 * A random part of the picture, enlarged to the view (Szegedy et al., 2014; as in torchvision).
 *
 * The part's share of the area is uniform in `scale`, its width over height log-uniform in `ratio`, its place
 * uniform. Sides that would be longer than the picture are cut to it (torchvision draws again up to ten times).
 */
import * as z from "zod";
import { exp, minimum, mul, sqrt, sub, type Tensor } from "../tensor/index.js";
import { identityAffine } from "./affine.js";
import { defineAugmentation } from "./augmentation.js";
import { between, type PerSample, times } from "./per-sample.js";

const options = z.strictObject({
  scale: z
    .tuple([z.number().positive().max(1), z.number().positive().max(1)])
    .refine(([low, high]) => low <= high, "expected the lesser bound first")
    .default([0.2, 1])
    .describe("Bounds of the part's share of the area."),
  ratio: z
    .tuple([z.number().positive(), z.number().positive()])
    .refine(([low, high]) => low <= high, "expected the lesser bound first")
    .default([3 / 4, 4 / 3])
    .describe("Bounds of the part's width over its height, in pixels."),
});

export const randomResizedCrop = defineAugmentation({
  name: "random-resized-crop",
  title: "Random resized crop",
  kind: "geometric",
  reframes: true,
  options,
  draws: ["area", "ratio", "left", "top"],
  map({ area, ratio, left, top }, { scale, ratio: [narrow, wide] }, { height, width }) {
    const share = between(area, scale[0], scale[1]);
    const root = typeof share === "number" ? Math.sqrt(share) : sqrt(share);
    const half = between(ratio, Math.log(narrow) / 2, Math.log(wide) / 2);
    const shape = Math.sqrt(height / width);
    const stretch = (power: PerSample) => (typeof power === "number" ? Math.exp(power) : exp(power));
    const xx = upToOne(times(root, times(stretch(half), shape)));
    const yy = upToOne(times(root, times(stretch(times(half, -1)), 1 / shape)));
    return { ...identityAffine, xx, yy, x0: place(left, xx), y0: place(top, yy) };
  },
});

function upToOne(side: PerSample): PerSample {
  return typeof side === "number" ? Math.min(side, 1) : minimum(side, 1);
}

/** Centre of a part of the given side, uniform over where it fits: (2u - 1)(1 - side). */
function place(draw: Tensor, side: PerSample): PerSample {
  if (side === 1) return 0;
  return mul(sub(mul(draw, 2), 1), sub(1, side));
}
