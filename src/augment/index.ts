/** Augmentations: random views of samples, as part of the graph. */
export { type Affine, identityAffine } from "./affine.js";
export {
  type Augmentation,
  type AugmentationDefinition,
  type AugmentationFactory,
  type Draws,
  defineAugmentation,
  type Frame,
  type Readable,
  type Size,
} from "./augmentation.js";
export { closeHoles } from "./close-holes.js";
export { colourDropping } from "./colour-dropping.js";
export { colourJitter } from "./colour-jitter.js";
export { type ColourMap, identityColour } from "./colour-map.js";
export { colourProjection } from "./colour-projection.js";
export { downsampling, leastRows } from "./downsampling.js";
export { gaussianBlur } from "./gaussian-blur.js";
export { greyscale } from "./greyscale.js";
export { horizontalFlip } from "./horizontal-flip.js";
export { abOf, greyOf, labToRgb, lightness, rgbToLab } from "./lab.js";
export { type MaskedTokens, type MaskTokensOptions, maskTokens } from "./mask-tokens.js";
export { chosenOf } from "./masked-places.js";
export { noise } from "./noise.js";
export type { PerSample } from "./per-sample.js";
export { randomErasing } from "./random-erasing.js";
export { randomResizedCrop } from "./random-resized-crop.js";
export { type AugmentationRecipe, recipeSchema, settleRecipe } from "./recipe.js";
export {
  augmentationFor,
  type PictureFacts,
  type PictureKind,
  pictureKind,
  textAugmentation,
} from "./recipes.js";
export { augmentations } from "./registry.js";
export { rotation } from "./rotation.js";
export { scaling } from "./scaling.js";
export { type SentencePairs, sentencePairs } from "./sentence-pairs.js";
export { shear } from "./shear.js";
export { solarise } from "./solarise.js";
export { tokenCrop } from "./token-crop.js";
export { deleteTokens, tokenDeletion } from "./token-deletion.js";
export { isContent, isOrdinary, type TokenFacts, type TokenRole } from "./token-facts.js";
export { tokenMasking } from "./token-masking.js";
export { tokenShuffle } from "./token-shuffle.js";
export { tokenView, tokenViews } from "./token-views.js";
export { translation } from "./translation.js";
export { verticalFlip } from "./vertical-flip.js";
export { type ViewOrigin, view } from "./view.js";
export {
  atStrength,
  crops,
  type Strength,
  type ViewRequest,
  viewSize,
  views,
  type WholePictures,
} from "./views.js";
