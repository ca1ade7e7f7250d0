import { existsSync } from "node:fs";
import { type ImageSource, readImage } from "../../data/index.js";
import type { PicturesData } from "./pictures-data.js";

/** A picture file, decoded as those of a source, as a source of one; null where there is no file. */
export async function onePicture(
  source: ImageSource,
  { background, fit, valueRange }: PicturesData,
  path: string,
): Promise<ImageSource | null> {
  if (!existsSync(path)) return null;
  const image = await readImage(path, source.shape, { background, fit, valueRange: valueRange ?? "auto" });
  const { partner, whole, ...rest } = source;
  return {
    ...rest,
    length: 1,
    id: () => path,
    hasLabels: false,
    labels: async () => null,
    fingerprints: undefined,
    read: async () => ({ images: image.slice() }),
    close: async () => undefined,
  };
}
