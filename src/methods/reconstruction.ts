import * as z from "zod";
import type { PictureFacts } from "../encoders/index.js";
import { clip, mean, mul, reshape, sigmoid, softplus, square, sub, type Tensor } from "../tensor/index.js";
import type { PictureContext, PicturePairs, Reconstruction, ViewGroup } from "./step.js";

/** Options of methods that make pictures. */
export const reconstructionOptions = {
  loss: z
    .enum(["squared-error", "cross-entropy"])
    .default("squared-error")
    .describe(
      "squared-error: of standardised values; cross-entropy: each pixel's intensity is a probability, as for digits.",
    ),
};

interface Settings {
  readonly loss: "squared-error" | "cross-entropy";
}

/** Pictures as they are: what is made of them is compared with them pixel by pixel. */
export const plainView: readonly ViewGroup[] = [{ count: 1, strength: "none" }];

/**
 * How far a decoder's output is from the picture, pixel by pixel: (o - x)² of standardised x, or -p log σ(o) - (1 - p)
 * log(1 - σ(o)) in nats with p = x in 0..1.
 * @param output `[N, C, H, W]`, unbounded; @param x `[N, C, H, W]`, standardised
 * @returns `[N, C, H, W]`
 */
export function pixelErrors(
  output: Tensor,
  x: Tensor,
  { toPixels }: Pick<PictureFacts, "toPixels">,
  { loss }: Settings,
): Tensor {
  if (loss === "squared-error") return square(sub(output, x));
  return sub(softplus(output), mul(output, toPixels(x)));
}

/** The picture that a decoder's output stands for, in 0..1. */
export function pictureOf(
  output: Tensor,
  { toPixels }: Pick<PictureFacts, "toPixels">,
  { loss }: Settings,
): Tensor {
  return loss === "squared-error" ? clip(toPixels(output), 0, 1) : sigmoid(output);
}

/** Mean over each picture: `[N, ...]` to `[N]`. */
export function perPicture(errors: Tensor): Tensor {
  return mean(reshape(errors, [errors.shape[0] ?? 0, -1]), 1);
}

/** The panel and the error of a decoder's output. */
export function reconstructed(
  output: Tensor,
  { x, ...scale }: PictureFacts & { readonly x: Tensor },
  settings: Settings,
  panels: Reconstruction["panels"] = {},
): Reconstruction {
  return {
    panels: { ...panels, output: pictureOf(output, scale, settings) },
    error: perPicture(pixelErrors(output, x, scale, settings)),
  };
}

/**
 * What a method that makes pictures anew shows of them, and its energy F(x, y): how badly y is made of what is seen of x.
 * @param make the decoder's output for pictures x
 */
export function remaking<Options extends Settings>(
  make: (context: PictureContext, settings: Options) => Tensor,
) {
  return {
    energy: (context: PicturePairs, settings: Options): Tensor =>
      perPicture(pixelErrors(make(context, settings), context.y, context, settings)),
    reconstruct: (context: PictureContext, settings: Options): Reconstruction =>
      reconstructed(make(context, settings), context, settings),
  };
}

/** The same of methods whose code is the embedding of x as it is. */
export const plainRemaking = remaking(({ encode, decode, x }) => decode(encode(x)));
