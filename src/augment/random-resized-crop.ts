/**
 * A random part of the picture, brought to the view's size (Szegedy et al., 2014; as in torchvision).
 *
 * The part's share of the area is uniform in `scale`, its width over height log-uniform in `ratio`; what does not fit
 * into the picture is drawn again, up to ten times. Where none of ten fits, as in a very wide picture, it is the
 * largest part in the middle whose shape is allowed. Its place is uniform. All of it goes by the picture's own shape.
 */
import * as z from "zod";
import {
  cast,
  constant,
  exp,
  less,
  lessEqual,
  matmul,
  maximum,
  minimum,
  mul,
  sqrt,
  sub,
  sum,
  type Tensor,
} from "../tensor/index.js";
import { type Affine, identityAffine } from "./affine.js";
import { defineAugmentation } from "./augmentation.js";
import { between, over, type PerSample, plus, times } from "./per-sample.js";

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

const tries = 10;

export const randomResizedCrop = defineAugmentation({
  name: "random-resized-crop",
  title: "Random resized crop",
  kind: "geometric",
  reframes: true,
  options,
  draws: ["area", "ratio", "left", "top"],
  tries: { area: tries, ratio: tries },
  map({ area, ratio, left, top }, { scale, ratio: [narrow, wide] }, { aspect }) {
    const root = rootOf(between(area, scale[0], scale[1]));
    const half = between(ratio, Math.log(narrow) / 2, Math.log(wide) / 2);
    const shape = rootOf(over(1, aspect));
    const drawn = {
      width: times(root, times(power(half), shape)),
      height: times(root, over(power(times(half, -1)), shape)),
    };
    // The middle of a picture that is too wide or too narrow for any part, else all of it.
    const middle = { width: upToOne(over(wide, aspect)), height: upToOne(over(aspect, narrow)) };
    return firstThatFits(drawn, middle, left, top);
  },
});

interface Sides {
  readonly width: PerSample;
  readonly height: PerSample;
}

/** @param drawn shares of the picture's sides: numbers, `[N]`, or `[tries, N]` */
function firstThatFits({ width, height }: Sides, middle: Sides, left: Tensor, top: Tensor): Affine {
  if (typeof width === "number" && typeof height === "number") {
    const fits = width <= 1 && height <= 1;
    const { width: xx, height: yy } = fits ? { width, height } : middle;
    return { ...identityAffine, xx, yy, x0: fits ? place(left, xx) : 0, y0: fits ? place(top, yy) : 0 };
  }
  const fits = cast(lessEqual(maximum(width, height), 1), "float32");
  const hasTries = fits.shape.length === 2;
  const first = hasTries ? mul(fits, cast(less(matmul(earlier(), fits), 0.5), "float32")) : fits;
  const chosen = (side: PerSample) => (hasTries ? sum(mul(first, side), 0) : mul(first, side));
  const any = hasTries ? sum(first, 0) : first;
  const none = sub(1, any);
  const xx = plus(chosen(width), times(none, middle.width));
  const yy = plus(chosen(height), times(none, middle.height));
  return { ...identityAffine, xx, yy, x0: times(any, place(left, xx)), y0: times(any, place(top, yy)) };
}

/** `[tries, tries]`: sums what came before each try. */
function earlier(): Tensor {
  const isBefore = (i: number) => i % tries < Math.floor(i / tries);
  return constant(
    Float32Array.from({ length: tries * tries }, (_, i) => (isBefore(i) ? 1 : 0)),
    [tries, tries],
  );
}

function rootOf(value: PerSample): PerSample {
  return typeof value === "number" ? Math.sqrt(value) : sqrt(value);
}

function power(exponent: PerSample): PerSample {
  return typeof exponent === "number" ? Math.exp(exponent) : exp(exponent);
}

function upToOne(side: PerSample): PerSample {
  return typeof side === "number" ? Math.min(side, 1) : minimum(side, 1);
}

/** Centre of a part of the given side, uniform over where it fits: (2u - 1)(1 - side). */
function place(draw: Tensor, side: PerSample): PerSample {
  if (side === 1) return 0;
  return mul(sub(mul(draw, 2), 1), sub(1, side));
}
