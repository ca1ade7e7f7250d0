/**
 * Data: sources of samples (pictures so far) to batches of typed arrays, in bounded memory. Knows nothing of tensors. A new
 * kind of data makes a `DataSource`; parts of it, splits and the loader then work on it.
 */

// Sources

export type { DecodeCost } from "./decode-cost.js";
export { mnistFolder } from "./idx-files.js";
export type { Channels, ImageOptions, Progress } from "./image-options.js";
export { looksLikePictures, looksThere } from "./looks-like-pictures.js";
export { nothingThere } from "./nothing-there.js";
export { oneImage } from "./one-image.js";
export { expectedPictures, namedData, openImages } from "./open-images.js";
export { openTestPart } from "./open-test-part.js";
export { readImage } from "./read-image.js";
export type {
  DataSource,
  ImageArrays,
  ImageSource,
  Labels,
  Skipped,
  Source,
  WholeArrays,
  WholeSource,
} from "./source.js";

// The cache of what was made of data

export { type BlockSet, openBlocks } from "./block-set.js";
export { type BlockWriter, blockWriter } from "./block-writer.js";
export type { EntryFacts } from "./cache-entry.js";
export type { Kept } from "./cache-error.js";
export { type CacheEntry, cacheEntries, clearCache, defaultCacheFolder, noCache } from "./cache-folder.js";
export { filesKeys } from "./cache-key.js";
export { cacheLimit, limitSaid } from "./cache-limit.js";
export { markUsed } from "./disk-cache.js";
export { keepBlocks } from "./keep-blocks.js";
export { fitsFreeMemory } from "./place-for.js";

// Views of a source

export { evenlySpread } from "./evenly-spread.js";
export { type Fold, folds } from "./folds.js";
export { likenessBlame, likenessWarnings } from "./picture-likeness.js";
export { labelBudget, labelled, split, takePerClass } from "./split.js";
export { subset, withClasses } from "./subset.js";
export { labelWarnings, refuseUselessLabels, uselessLabels } from "./useless-labels.js";

// Positives: who a sample's other view comes from

export { classPartners } from "./class-partners.js";
export { alignedPartners, alignSources, pairSources } from "./pair-sources.js";
export type { Partners } from "./partners.js";
export { timePartners } from "./time-partners.js";

// Batches

export type { Batch, Loader, LoaderOptions, LoaderPosition } from "./loader.js";
export { createLoader, inOrder } from "./loader.js";
export { permutation } from "./shuffle.js";

// Guard against testing on what was seen

export { findSeen, fingerprints } from "./fingerprints.js";

// What sources of any kind are made of: labels, folders, indices

export { labelsFromNames } from "./class-labels.js";
export { type FolderLabels, folderLabels } from "./folder-labels.js";
export { folderPart, wrappedFolders } from "./folder-parts.js";
export { readFolder } from "./read-folder.js";
export { checkIndices } from "./source.js";
export { type FolderWalk, walkFolder } from "./walk-folder.js";

// Parsing, and names that were nearly right

export { type CsvRow, CsvRows } from "./csv-rows.js";
export { nearestName } from "./nearest-name.js";
export type { CsvTable } from "./parse-csv.js";
export { parseCsv } from "./parse-csv.js";
export { firstNotUtf8, hex, readTableText } from "./read-table-text.js";
export { columnAmong, columnCalled, labelColumn, notThere, usualLabelColumn } from "./table-columns.js";
