import { readFile, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { DataError } from "../errors.js";
import { decodePicture, type PictureTarget } from "./decode-picture.js";
import { cacheKey } from "./disk-cache.js";
import { type Decoded, fillStore } from "./fill-store.js";
import { folderLabels } from "./folder-labels.js";
import type { ImageSettings } from "./image-options.js";
import { imageSourceOf } from "./image-source.js";
import { orderedMap } from "./ordered-map.js";
import { spread } from "./picture-files.js";
import { pictureFormat } from "./picture-format.js";
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
  const { store, skipped: places } = await fillStore(
    settings,
    wanted.length,
    shape.channels * shape.height * shape.width,
    () => folderKey(folder, wanted, target),
    () =>
      orderedMap(wanted, 2 * availableParallelism() + 2, (file) => decodeFile(join(folder, file), target)),
    (position, reason) => {
      skipped.push({ id: wanted[position]!, reason });
      if (skipped.length === wanted.length || skipped.length > settings.maxSkipped * wanted.length) {
        throw tooManySkipped(folder, wanted.length, skipped, settings.maxSkipped);
      }
    },
  );
  const left = new Set(places.map(([position]) => position));
  const ids = left.size === 0 ? wanted : wanted.filter((_, position) => !left.has(position));
  return imageSourceOf({
    name: folder,
    store,
    shape: [shape.channels, shape.height, shape.width],
    sizeNote,
    skipped,
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

async function decodeFile(path: string, target: PictureTarget): Promise<Decoded> {
  try {
    const bytes = await readFile(path);
    if (bytes.length === 0) return { reason: "the file is empty" };
    if (pictureFormat(bytes) === null) {
      return { reason: "not a picture: its first bytes are not those of jpg, png, webp, avif, gif or tiff" };
    }
    return { record: await decodePicture(bytes, target) };
  } catch (error) {
    return { reason: plainReason(error) };
  }
}

function plainReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: string } | null)?.code;
  if (code === "ENOENT") return "the file is not there (a broken link, or removed meanwhile)";
  if (code === "EACCES" || code === "EPERM") return "no permission to read the file";
  if (/pixel limit/i.test(message)) return "more pixels than maxPixels allows";
  if (/premature|unexpected end|read error|bad seek|truncat|unable to parse/i.test(message)) {
    return `cut short or corrupt (${firstLine(message)})`;
  }
  return `cannot be decoded (${firstLine(message)})`;
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0]!.slice(0, 120);
}

function tooManySkipped(
  folder: string,
  total: number,
  skipped: readonly Skipped[],
  maxSkipped: number,
): DataError {
  const { id, reason } = skipped[0]!;
  const context = { folder, total, skipped: [...skipped] };
  if (skipped.length === total) {
    return new DataError(
      `None of the ${total} pictures in ${folder} can be read; the first is ${id}: ${reason}.`,
      context,
    );
  }
  return new DataError(
    `At least ${skipped.length} of the ${total} pictures in ${folder} cannot be read, more than the ${100 * maxSkipped} % that are let pass; the first is ${id}: ${reason}. Remove them or raise maxSkipped.`,
    context,
  );
}
