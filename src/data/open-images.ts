import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { DataError } from "../errors.js";
import { folderPart, wrappedFolders } from "./folder-parts.js";
import { openFolder } from "./folder-source.js";
import { idxFilesIn, idxFilesOf, isIdxImagesName, mnistFiles } from "./idx-files.js";
import { openIdx } from "./idx-source.js";
import { type ImageOptions, type ImageSettings, imageSettings } from "./image-options.js";
import { leftOutText, listingNotes } from "./listing-notes.js";
import { nothingThere } from "./nothing-there.js";
import { type FolderListing, listPictures } from "./picture-files.js";
import { hasPictureEnding, readableKinds } from "./picture-format.js";
import { readFolder } from "./read-folder.js";
import type { ImageSource } from "./source.js";

/** Data sets that are known by name, from packages. A folder of the same name is `./name`. */
const namedSets = { mnist: mnistFiles } as const;

/** What pictures may be in, for messages. */
export const expectedPictures = "a folder of pictures, an IDX file or the name mnist";

/** Names that `openImages` knows without a path. */
export const namedData: readonly string[] = Object.keys(namedSets);

/**
 * Opens pictures, whatever they are in: a folder of any depth with jpg, png, webp, avif, gif (first
 * frame), tiff and bmp files, by their endings and else by their first bytes; an IDX file, gzipped or
 * not, or a folder with such files; or the name `mnist`. All are decoded once, in background threads, to bytes of one shape, and kept in memory or, above
 * `memoryBudget`, in a cache on disk. Pictures that cannot be read are left out and listed in
 * `skipped`. A picture of 1x1 pixels counts as a picture of one colour.
 *
 * @throws ConfigError for an option that makes no sense
 * @throws DataError when `data` is missing, not usable, empty, or too much of it cannot be read
 */
export async function openImages(data: string, options: ImageOptions = {}): Promise<ImageSource> {
  const settings = imageSettings(options);
  const source = await openSource(data, settings);
  for (const sentence of source.notes) settings.onNote?.(sentence);
  return source;
}

async function openSource(data: string, settings: ImageSettings): Promise<ImageSource> {
  if (Object.hasOwn(namedSets, data)) {
    return openIdx(await namedSets[data as keyof typeof namedSets](settings.split), settings);
  }
  const path = resolve(data);
  const facts = await stat(path).catch(() => null);
  if (facts === null) throw await nothingThere(data, expectedPictures, namedData);
  if (facts.isDirectory()) return openDirectory(path, settings);
  if (!facts.isFile())
    throw new DataError(`${data} is no regular file; expected ${expectedPictures}.`, {
      data,
    });
  if (isIdxImagesName(path) || /idx/i.test(basename(path))) return openIdx(idxFilesOf(path), settings);
  throw new DataError(
    hasPictureEnding(path)
      ? `${data} is one picture; expected a folder of pictures: give ${dirname(data)} instead.`
      : `${data} is a file; expected ${expectedPictures}.`,
    { data },
  );
}

async function openDirectory(path: string, settings: ImageSettings): Promise<ImageSource> {
  const wrapped = await wrappedFolders(path);
  for (const folder of wrapped) {
    const idx = await idxFilesIn(folder, settings.split);
    if (idx !== null) return openIdx(idx, settings);
  }
  const part = await folderPart(wrapped, settings.split);
  const listing = await listPictures(part.folder);
  if (listing.files.length === 0) throw await noPictures(part.folder, listing);
  const notes = [...part.notes, ...listingNotes(part.folder, listing)];
  return openFolder(part, listing.files, notes, settings);
}

async function noPictures(folder: string, { leftOut }: FolderListing): Promise<DataError> {
  const expected = `expected pictures (${readableKinds})`;
  if ((await readFolder(folder)).length === 0)
    return new DataError(`The folder ${folder} is empty; ${expected}.`, { folder });
  return new DataError(
    leftOut.size === 0
      ? `There are no pictures in ${folder} or its folders; ${expected}.`
      : `There are no pictures in ${folder} or its folders; ${expected}, found ${leftOutText(leftOut)}.`,
    { folder },
  );
}
