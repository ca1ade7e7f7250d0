import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type ImageSource, readImage } from "../data/index.js";
import { DataError } from "../errors.js";
import { openForRun } from "../export/index.js";
import type { RunConfig } from "../train/index.js";

export interface OpenPicturesOptions {
  /** Pictures of a folder, at most: evenly spread over it. */
  readonly most: number;
  readonly cacheFolder?: string | undefined;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Picture files, and the pictures of folders, in the order in which they are given, decoded as a run's are.
 * @throws DataError when one cannot be read, with the reason
 */
export async function openPictures(
  config: RunConfig,
  paths: readonly string[],
  options: OpenPicturesOptions,
): Promise<ImageSource> {
  const { channels, size, background, fit } = config.data;
  const shape = [channels, ...size] as const;
  const found: { readonly id: string; readonly image: Uint8Array }[] = [];
  for (const path of paths) {
    const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
    if (isFolder) found.push(...(await readFolder(config, path, options)));
    else found.push({ id: path, image: await readImage(path, shape, { background, fit }) });
  }
  if (found.length === 0)
    throw new DataError("Expected at least one picture, found none. Give picture files, or folders of them.");
  const bytes = channels * size[0] * size[1];
  return {
    kind: "images",
    name: paths.join(", "),
    length: found.length,
    shape,
    sizeNote: "as the run's",
    skipped: [],
    storedIn: "memory",
    hasLabels: false,
    id: (index) => found[index]?.id ?? "",
    labels: async () => null,
    async read(indices) {
      const images = new Uint8Array(indices.length * bytes);
      Array.from(indices).forEach((index, i) => {
        images.set(found[index]?.image ?? [], i * bytes);
      });
      return { images };
    },
    close: async () => undefined,
  };
}

async function readFolder(
  config: RunConfig,
  path: string,
  { most, cacheFolder, onProgress }: OpenPicturesOptions,
) {
  const source = await openForRun(config, path, {
    limit: most,
    labels: "none",
    cacheFolder,
    ...(onProgress && { onProgress }),
  });
  try {
    const indices = Array.from({ length: source.length }, (_, i) => i);
    const { images } = await source.read(indices);
    const bytes = images.length / source.length;
    return indices.map((i) => ({
      id: join(path, source.id(i)),
      image: images.slice(i * bytes, (i + 1) * bytes),
    }));
  } finally {
    await source.close();
  }
}
