import { existsSync } from "node:fs";
import type { ImageOptions } from "./image-options.js";
import { readImage } from "./read-image.js";
import type { ImageSource } from "./source.js";

/**
 * A picture file, decoded as those of a source, as a source of one.
 * @returns null where there is no file
 * @throws DataError when it cannot be read, with the reason
 */
export async function oneImage(
  source: ImageSource,
  path: string,
  options: Pick<ImageOptions, "background" | "fit" | "valueRange">,
): Promise<ImageSource | null> {
  if (!existsSync(path)) return null;
  const image = await readImage(path, source.shape, options);
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
