import { auroc } from "../../metrics/index.js";
import type { StudyPictures } from "../arms/open-pictures.js";
import { firstOf, type PictureSet, type PictureShape, pictureSize } from "../arms/picture-set.js";
import type { CodeOptions } from "./code-options.js";
import { type Corruption, corrupted, corruptions } from "./corruptions.js";

/** What every arm is trained and judged on. */
export interface CodeWorld {
  readonly shape: PictureShape;
  readonly classNames: readonly string[];
  readonly training: PictureSet;
  /** The few that supervised arms are trained on. */
  readonly few: PictureSet;
  /** Training pictures that vote, and that probes are fitted to. */
  readonly fit: PictureSet;
  /** Held out. */
  readonly test: PictureSet;
  readonly corrupted: ReadonlyMap<Corruption, PictureSet>;
  /** Mean of (mean picture - x)² over held-out pictures, in 0..1. */
  readonly spread: number;
  /** The distance from the mean picture as an energy, which needs no training. */
  readonly distanceAuroc: Readonly<Record<string, number>>;
}

export function codeWorld(pictures: StudyPictures, { samples, labelled, seed }: CodeOptions): CodeWorld {
  const { training, test, shape, classNames } = pictures;
  const size = pictureSize(shape);
  const mean = new Float64Array(size);
  const count = training.labels.length;
  for (let i = 0; i < training.images.length; i++) mean[i % size]! += training.images[i]! / count;
  const distances = ({ images, labels }: PictureSet) => {
    const rows = new Float64Array(labels.length);
    for (let i = 0; i < images.length; i++)
      rows[Math.floor(i / size)]! += ((images[i]! - mean[i % size]!) / 255) ** 2 / size;
    return rows;
  };
  const clean = distances(test);
  const sets = corruptions.map((kind) => [kind, corrupted(test, shape, kind, seed)] as const);
  return {
    shape,
    classNames,
    training,
    few: firstOf(training, labelled, shape),
    fit: firstOf(training, 2 * samples, shape),
    test,
    corrupted: new Map(sets),
    spread: clean.reduce((sum, one) => sum + one / clean.length, 0),
    distanceAuroc: Object.fromEntries(sets.map(([kind, set]) => [kind, auroc(clean, distances(set))])),
  };
}
