/** Kinds of data: one folder each, which declares the facts that shared code asks for. */

export type { AnyData } from "./any-data.js";
export { type DataConfig, dataConfig } from "./data-config.js";
export { findKind } from "./find-kind.js";
export type {
  Division,
  Feeds,
  Kind,
  OpenSamples,
  SettledSamples,
  Shown,
  Side,
  ViewConfig,
  Views,
} from "./kind.js";
export { type AnyKind, kindOf, kinds } from "./kinds.js";
export { option } from "./option.js";
export { type ReadingOptions, readingOf, readingOptionNames, readingOptions } from "./reading-options.js";

// What is of pictures alone

export { asPictures, picturesDataOf } from "./pictures/as-pictures.js";
export { channelStatistics } from "./pictures/channel-statistics.js";
export { drawViews } from "./pictures/draw-views.js";
export { openPicturesAs } from "./pictures/open-as.js";
export { pictureFacts, standardise, toUnit } from "./pictures/picture-facts.js";
export type { PicturesData } from "./pictures/pictures-data.js";
export { pixelFeatures, pixelRows, pixelWidth } from "./pictures/pixel-features.js";
export { type ViewArrays, type ViewPictures, viewFeeds, viewInputs } from "./pictures/view-inputs.js";
export { drawsCrops, type ViewNeeds, viewNeeds } from "./pictures/view-needs.js";
export { viewSource } from "./pictures/view-source.js";

// What is of texts alone

export type { TextData } from "./text/text-data.js";
export { textFacts, tokenizerOf } from "./text/text-facts.js";
export { textsDataOf } from "./text/texts-data-of.js";
