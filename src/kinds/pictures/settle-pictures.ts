import { augmentationFor } from "../../augment/index.js";
import { type ImageSource, openImages } from "../../data/index.js";
import type { Method } from "../../methods/index.js";
import type { Asked, SettledSamples } from "../kind.js";
import { channelStatistics } from "./channel-statistics.js";
import { openPicturesAs } from "./open-as.js";
import type { pictureOptions } from "./picture-options.js";
import type { PicturesData } from "./pictures-data.js";
import { drawsCrops } from "./view-needs.js";

/** Opens pictures for a new run: their size, channels and range are what was said, else what they suggest. */
export async function settlePictures(
  {
    data: path,
    augment,
    onProgress,
    onDecodeCost,
    cacheFolder,
    signal,
    ...asked
  }: Asked<typeof pictureOptions>,
  method: Method,
): Promise<SettledSamples<PicturesData, ImageSource>> {
  // What a recipe suggests for the pictures is known when they are open; all of them crop.
  const views = augment ?? augmentationFor({ channels: 3, height: 96, width: 96 });
  const source = await openImages(path, {
    ...asked,
    storeSize: asked.storeSize ?? "auto",
    keepWhole: drawsCrops(views, method),
    cacheFolder,
    signal,
    onProgress,
    onDecodeCost,
  });
  const [channels, height, width] = source.shape;
  const read = {
    kind: source.kind,
    path,
    split: asked.split ?? null,
    size: [height, width] as [number, number],
    storeSize: pairOf(source.storeSize),
    channels: channels as 1 | 3 | 4,
    valueRange: pairOf(source.valueRange),
    background: asked.background ?? "white",
    fit: asked.fit ?? "cover",
    labels: asked.labels ?? "auto",
    labelColumn: asked.labelColumn ?? null,
    limit: asked.limit ?? null,
  };
  // Grey pictures beside coloured ones are told, rather than their colours dropped.
  const pairChannels = asked.channels ?? (channels === 1 ? "auto" : read.channels);
  return {
    source,
    augment: augmentationFor({ channels, height, width }),
    openPair: (pair) =>
      openPicturesAs(
        { ...read, holdout: 0, most: null, path: pair, labels: "none", labelColumn: null, limit: null },
        { cacheFolder, onProgress, onDecodeCost, crops: source.whole !== undefined, signal },
        pairChannels,
      ),
    keep: async (samples, division) => ({
      ...read,
      ...division,
      standardise: await channelStatistics(samples),
    }),
  };
}

const pairOf = (pair: readonly [number, number] | null | undefined): [number, number] | null =>
  pair == null ? null : [...pair];
