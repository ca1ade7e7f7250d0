import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type ImageSource, readImage } from "../data/index.js";
import { DataError } from "../errors.js";
import { openForRun } from "../export/index.js";
import { asPictures, picturesDataOf } from "../kinds/index.js";
import type { RunConfig } from "../setup/index.js";
import type { ReadOptions } from "./open-drawing.js";

export interface OpenPicturesOptions extends ReadOptions {
  /** Pictures of a folder, at most: evenly spread over it. */
  readonly most: number;
  /** Told what should be known of a folder before its pictures are drawn. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Pictures in memory. */
export type Pictures = Pick<ImageSource, "length" | "shape" | "id" | "read">;

/**
 * Picture files, and the pictures of folders, in the order in which they are given, decoded as a run's are.
 * @throws DataError when one cannot be read, with the reason
 */
export async function openPictures(
  config: RunConfig,
  paths: readonly string[],
  options: OpenPicturesOptions,
): Promise<Pictures> {
  const own = picturesDataOf(config.data, "Drawing");
  const { channels, size, background, fit } = own;
  const valueRange = own.valueRange ?? "auto";
  const shape = [channels, ...size] as const;
  const found: { readonly id: string; readonly image: Uint8Array }[] = [];
  for (const path of paths) {
    const facts = await stat(path).catch(() => null);
    if (facts === null)
      throw new DataError(`${path} does not exist: expected a picture file, or a folder of pictures.`, {
        path,
      });
    if (facts.isDirectory()) found.push(...(await readFolder(config, path, options)));
    else found.push({ id: path, image: await readImage(path, shape, { background, fit, valueRange }) });
  }
  if (found.length === 0)
    throw new DataError("Expected at least one picture, found none. Give picture files, or folders of them.");
  const bytes = channels * size[0] * size[1];
  return {
    length: found.length,
    shape,
    id: (index) => found[index]?.id ?? "",
    async read(indices) {
      const images = new Uint8Array(indices.length * bytes);
      Array.from(indices).forEach((index, i) => {
        images.set(found[index]?.image ?? [], i * bytes);
      });
      return { images };
    },
  };
}

async function readFolder(
  config: RunConfig,
  path: string,
  { most, onWarning, ...reading }: OpenPicturesOptions,
) {
  const source = asPictures(
    await openForRun(config, path, { ...reading, limit: most, labels: "none" }),
    "Drawing",
  );
  try {
    for (const message of source.warnings ?? []) onWarning?.(message);
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
