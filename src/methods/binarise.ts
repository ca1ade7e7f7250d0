import * as z from "zod";
import { uniform } from "../random/index.js";
import { cast, greater, less, type Tensor } from "../tensor/index.js";
import type { PictureModel } from "./step.js";

export const binariseOption = z
  .enum(["none", "threshold", "sample"])
  .default("none")
  .describe("Make pictures black and white first: at 0.5, or with each intensity as a probability.");

/**
 * Standardised pictures `[N, C, H, W]` of which each value is black or white, 0 or 1, where `how` says so: "threshold",
 * white above an intensity of 0.5; "sample", white with the intensity as probability, drawn anew each step
 * (Salakhutdinov & Murray, 2008, drew MNIST so, though once: https://doi.org/10.1145/1390156.1390266).
 */
export function binarised(
  x: Tensor,
  { scope, toPixels, fromPixels }: Pick<PictureModel, "scope" | "toPixels" | "fromPixels">,
  how: z.output<typeof binariseOption>,
): Tensor {
  if (how === "none") return x;
  const pixels = toPixels(x);
  const white =
    how === "threshold" ? greater(pixels, 0.5) : less(uniform(scope.key("binarise"), pixels.shape), pixels);
  return fromPixels(cast(white, "float32"));
}
