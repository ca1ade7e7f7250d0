import type { Key } from "../random/index.js";
import { clip, sqrt, type Tensor } from "../tensor/index.js";
import { type Affine, composeAffine, identityAffine } from "./affine.js";
import type { Frame, Size } from "./augmentation.js";
import { applyColour, type ColourMap, composeColour, identityColour } from "./colour-map.js";
import { drawAll } from "./draw-all.js";
import { type PerSample, plus, times } from "./per-sample.js";
import { type AugmentationRecipe, settleRecipe } from "./recipe.js";
import { resample } from "./resample.js";

/**
 * One augmented view of each sample: x float32 `[N, C, H, W]` in 0..1 with C 1, 3 or 4 (alpha is moved, never
 * coloured) to `[N, C, height, width]` in 0..1. Every sample has its own draws; the same key, seed and step give
 * the same view. An empty recipe resizes only. Not meant to be differentiated.
 *
 * Geometry and blur come first, as one map and one sampling; then colour, as one matrix; then what works on pixels;
 * values are cut to 0..1 once, at the end.
 *
 * @throws ConfigError when the recipe has unknown names or options, or augmentations of something else than pictures
 */
export function view(
  x: Tensor,
  key: Key,
  recipe: AugmentationRecipe,
  size: Size,
  { part = identityAffine, aspect }: ViewOrigin = {},
): Tensor {
  const augmentations = settleRecipe(recipe, "pictures");
  const [n = 0, , height = 0, width = 0] = x.shape;
  const drawn = drawAll(augmentations, key, n);
  const ofView: Frame = { aspect: size.width / size.height };
  let frame: Frame = part === identityAffine ? { aspect: aspect ?? width / height } : ofView;
  let affine: Affine = part;
  let deviation: PerSample = 0;
  let colour: ColourMap = identityColour;
  for (const [i, augmentation] of augmentations.entries()) {
    const draws = drawn[i]!;
    if (augmentation.kind === "geometric") {
      affine = composeAffine(affine, augmentation.map(draws, frame));
      if (augmentation.reframes) frame = ofView;
    }
    if (augmentation.kind === "filter") deviation = together(deviation, augmentation.deviation(draws, size));
    if (augmentation.kind === "colour") colour = composeColour(augmentation.map(draws), colour);
  }
  let y = applyColour(resample(x, affine, deviation, size), colour);
  for (const [i, augmentation] of augmentations.entries()) {
    if (augmentation.kind === "pixel") y = augmentation.apply(y, drawn[i]!, key.child(`${i}`));
  }
  const staysInRange = augmentations.every(({ kind }) => kind === "geometric" || kind === "filter");
  return staysInRange ? y : clip(y, 0, 1);
}

/** What a view is a view of, where that is not `x` as it is. */
export interface ViewOrigin {
  /** Where in the picture the view lies, instead of all of it; the recipe moves, turns and scales from there. */
  readonly part?: Affine;
  /** Width over height of the pictures that were stretched to the shape of `x`, `[N]`. */
  readonly aspect?: Tensor;
}

/** Deviation of two Gaussian blurs in a row. */
function together(a: PerSample, b: PerSample): PerSample {
  if (a === 0 || b === 0) return plus(a, b);
  const squares = plus(times(a, a), times(b, b));
  return typeof squares === "number" ? Math.sqrt(squares) : sqrt(squares);
}
