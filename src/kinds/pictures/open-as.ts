import { type ImageSource, openImages } from "../../data/index.js";
import type { OpenSamples } from "../kind.js";
import type { PicturesData } from "./pictures-data.js";

/**
 * Opens pictures the way a configuration says.
 * @param channels "auto" finds out whether they have colour
 */
export function openPicturesAs(
  data: Omit<PicturesData, "standardise">,
  { cacheFolder, onProgress, onDecodeCost, onNote, crops = false, signal }: OpenSamples,
  channels: PicturesData["channels"] | "auto" = data.channels,
): Promise<ImageSource> {
  return openImages(data.path, {
    size: data.size,
    storeSize: crops ? data.storeSize : null,
    channels,
    valueRange: data.valueRange ?? "auto",
    background: data.background,
    fit: data.fit,
    labels: data.labels,
    labelColumn: data.labelColumn ?? undefined,
    split: data.split ?? undefined,
    limit: data.limit ?? undefined,
    cacheFolder,
    onProgress,
    onDecodeCost,
    onNote,
    signal,
  });
}
