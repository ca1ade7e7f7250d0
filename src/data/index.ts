/**
 * Data: sources of samples (pictures so far) to batches of typed arrays, in bounded memory. Knows
 * nothing of tensors. A new modality makes a `Source`; views and the loader then work on it.
 */
// Sources

// Guards
export { findSeen, fingerprints } from "./fingerprints.js";
export type { Channels, ImageOptions, Progress } from "./image-options.js";
export type { Batch, Loader, LoaderOptions, LoaderPosition } from "./loader.js";
// Batches
export { createLoader, inOrder } from "./loader.js";
export { nearestName } from "./nearest-name.js";
export { namedData, openImages } from "./open-images.js";
export type { CsvTable } from "./parse-csv.js";
// Parsers
export { parseCsv } from "./parse-csv.js";
export { readImage } from "./read-image.js";
export { permutation } from "./shuffle.js";
export type { ImageArrays, ImageSource, Labels, Skipped, Source } from "./source.js";
export { labelBudget, labelled, split, takePerClass } from "./split.js";
// Views of a source
export { subset, withClasses } from "./subset.js";
