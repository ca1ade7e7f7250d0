import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { DataError } from "../errors.js";
import { countNote } from "./count-note.js";
import { decodeFile } from "./decode-file.js";
import type { PictureTarget } from "./decode-picture.js";
import { cacheKey } from "./disk-cache.js";
import { fillStore } from "./fill-store.js";
import { folderLabels } from "./folder-labels.js";
import type { ImageSettings } from "./image-options.js";
import { imageSourceOf } from "./image-source.js";
import { orderedMap } from "./ordered-map.js";
import { spread } from "./picture-files.js";
import { choosePictureShape } from "./picture-shape.js";
import type { ImageSource, Skipped } from "./source.js";

/**
 * Pictures of a folder as a source: decoded once, unreadable ones left out.
 *
 * @param files paths below `folder`, sorted
 * @throws DataError when more than `maxSkipped` of the pictures, or all of them, cannot be read
 */
export async function openFolder(
  folder: string,
  files: readonly string[],
  settings: ImageSettings,
): Promise<ImageSource> {
  const wanted = spread(files, settings.limit);
  const { sizeNote, ...shape } = await choosePictureShape(folder, wanted, settings);
  const { background, fit, maxPixels } = settings;
  const target: PictureTarget = { ...shape, background, fit, maxPixels };
  const skipped: Skipped[] = [];
  const tooMany = () => skipped.length > settings.maxSkipped * wanted.length;
  const unreadable = (least: string) =>
    tooManySkipped(folder, wanted.length, skipped, settings.maxSkipped, least);
  const { store, skipped: places } = await fillStore(
    settings,
    wanted.length,
    shape.channels * shape.height * shape.width,
    () => folderKey(folder, wanted, target),
    () =>
      orderedMap(wanted, 2 * availableParallelism() + 2, (file) => decodeFile(join(folder, file), target)),
    (position, reason) => {
      skipped.push({ id: wanted[position]!, reason });
      // Enough to know; no need to go through the rest of a million.
      if (skipped.length >= 1000 && tooMany()) throw unreadable("At least ");
    },
  );
  if (tooMany() || store.count === 0) {
    await store.close();
    throw unreadable("");
  }
  const left = new Set(places.map(([position]) => position));
  const ids = left.size === 0 ? wanted : wanted.filter((_, position) => !left.has(position));
  return imageSourceOf({
    name: folder,
    store,
    shape: [shape.channels, shape.height, shape.width],
    sizeNote,
    skipped,
    notes: [countNote(folder, ids.length, files.length, skipped)],
    onNote: settings.onNote,
    beyondLimit: () => {
      const taken = new Set(wanted);
      return files.filter((file) => !taken.has(file));
    },
    id: (index) => ids[index]!,
    readLabels: folderLabels(folder, ids, settings),
  });
}

/** Names the files as they are now and how they are decoded, for the disk cache. */
async function folderKey(folder: string, files: readonly string[], target: PictureTarget): Promise<string> {
  const parts: unknown[] = [folder, target, sharp.versions];
  const facts = orderedMap(files, 16, async (file) => {
    const found = await stat(join(folder, file)).catch(() => null);
    return found === null ? [file] : [file, found.size, found.mtimeMs];
  });
  for await (const fact of facts) parts.push(fact);
  return cacheKey(parts);
}

function tooManySkipped(
  folder: string,
  total: number,
  skipped: readonly Skipped[],
  maxSkipped: number,
  least: string,
): DataError {
  const { id, reason } = skipped[0]!;
  const first = `the first is ${id}: ${reason}`;
  return new DataError(
    skipped.length === total
      ? `No picture in ${folder} can be read (${total} tried); ${first}. Give a folder of jpg, png, webp, avif, gif or tiff files.`
      : `${least}${skipped.length} of the ${total} pictures in ${folder} cannot be read, more than the ${100 * maxSkipped} % that are let pass; ${first}. Remove or mend them.`,
    { folder, total, skipped: [...skipped] },
  );
}
