import type { PictureFacts } from "../encoders/index.js";
import { resizeArea, type Tensor } from "../tensor/index.js";
import { colourBins } from "./colour-bins.js";
import { hardColours, rowsOf, softColours } from "./colour-distribution.js";
import { labOf } from "./colour-pictures.js";

/** A place of the distribution is so many pixels wide and high. */
const reduction = 4;

/** Rows and columns of places that a picture's colours are told for. */
export function placesOf([, height, width]: PictureFacts["picture"]): readonly [number, number] {
  return [Math.ceil(height / reduction), Math.ceil(width / reduction)];
}

/**
 * The true colours of standardised x `[N, 3, H, W]` as distributions over bins, `[N h w, Q]`: of each place's mean on the
 * ab plane, shared among the nearest bins ("soft") or all on the nearest ("hard").
 */
export function colourTargets(
  x: Tensor,
  scale: Pick<PictureFacts, "picture" | "toPixels">,
  { binSize, targets }: { readonly binSize: number; readonly targets: "soft" | "hard" },
): Tensor {
  const places = rowsOf(resizeArea(labOf(x, scale).ab, ...placesOf(scale.picture)));
  return (targets === "soft" ? softColours : hardColours)(places, colourBins(binSize));
}
