import { labToRgb, rgbToLab } from "../augment/index.js";
import type { PictureFacts } from "../encoders/index.js";
import { clip, concat, mean, slice, sqrt, square, sub, sum, type Tensor } from "../tensor/index.js";
import { resizedMap } from "./feature-map.js";

/** The panel of a method's drawings that shows pictures as a method that colours them sees them. */
export const GREY_PANEL = "grey";

/** Pictures taken apart in CIE Lab: lightness `[N, 1, H, W]` in 0..100, and a and b, `[N, 2, H, W]`. */
export interface LabPictures {
  readonly l: Tensor;
  readonly ab: Tensor;
}

/** Standardised sRGB pictures `[N, 3, H, W]` in Lab. */
export function labOf(x: Tensor, { toPixels }: Pick<PictureFacts, "toPixels">): LabPictures {
  const lab = rgbToLab(clip(toPixels(x), 0, 1));
  return { l: slice(lab, 1, 0, 1), ab: slice(lab, 1, 1) };
}

/**
 * Colours laid on lightness: a and b `[N, 2, h, w]`, enlarged bilinearly, with L `[N, 1, H, W]` as sRGB in 0..1. What no
 * screen shows is cut to what it does.
 */
export function painted(l: Tensor, ab: Tensor): Tensor {
  const [, , height = 0, width = 0] = l.shape;
  return clip(labToRgb(concat([l, resizedMap(ab, height, width)], 1)), 0, 1);
}

/**
 * How far colours are from the true ones: the mean over a picture of the distance on the ab plane, in Lab's units, of
 * which one is about the least difference that people see. `[N]`.
 * @param predicted `[N, 2, h, w]`, enlarged where it is smaller than `ab` `[N, 2, H, W]`
 */
export function colourError(predicted: Tensor, ab: Tensor): Tensor {
  const [, , height = 0, width = 0] = ab.shape;
  return mean(sqrt(sum(square(sub(resizedMap(predicted, height, width), ab)), 1)), [1, 2]);
}
