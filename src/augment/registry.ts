import type { AugmentationFactory } from "./augmentation.js";
import { colourDropping } from "./colour-dropping.js";
import { colourJitter } from "./colour-jitter.js";
import { colourProjection } from "./colour-projection.js";
import { downsampling } from "./downsampling.js";
import { gaussianBlur } from "./gaussian-blur.js";
import { greyscale } from "./greyscale.js";
import { horizontalFlip } from "./horizontal-flip.js";
import { noise } from "./noise.js";
import { randomErasing } from "./random-erasing.js";
import { randomResizedCrop } from "./random-resized-crop.js";
import { rotation } from "./rotation.js";
import { scaling } from "./scaling.js";
import { shear } from "./shear.js";
import { solarise } from "./solarise.js";
import { tokenCrop } from "./token-crop.js";
import { tokenDeletion } from "./token-deletion.js";
import { tokenMasking } from "./token-masking.js";
import { tokenShuffle } from "./token-shuffle.js";
import { translation } from "./translation.js";
import { verticalFlip } from "./vertical-flip.js";

/** Every augmentation, by name. */
export const augmentations: ReadonlyMap<string, AugmentationFactory> = new Map(
  [
    randomResizedCrop,
    horizontalFlip,
    verticalFlip,
    rotation,
    translation,
    scaling,
    shear,
    colourJitter,
    greyscale,
    colourDropping,
    colourProjection,
    gaussianBlur,
    downsampling,
    solarise,
    noise,
    randomErasing,
    tokenCrop,
    tokenDeletion,
    tokenShuffle,
    tokenMasking,
  ].map((factory) => [factory.definition.name, factory as unknown as AugmentationFactory]),
);
