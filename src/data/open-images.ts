import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { DataError } from "../errors.js";
import { openFolder } from "./folder-source.js";
import { idxFilesIn, idxFilesOf, isIdxImagesName, mnistFiles } from "./idx-files.js";
import { openIdx } from "./idx-source.js";
import { type ImageOptions, type ImageSettings, imageSettings } from "./image-options.js";
import { nearestName } from "./nearest-name.js";
import { findPictures } from "./picture-files.js";
import { hasPictureEnding } from "./picture-format.js";
import type { ImageSource } from "./source.js";

/** Data sets that are known by name, from packages. A folder of the same name is `./name`. */
const namedSets = { mnist: mnistFiles } as const;

/** Names that `openImages` knows without a path. */
export const namedData: readonly string[] = Object.keys(namedSets);

/** Folders that hold the parts of a data set, by split, the most usual first. */
const splitFolders = {
  train: ["train", "training"],
  test: ["test", "testing", "val", "valid", "validation"],
} as const;

/**
 * Opens pictures, whatever they are in: a folder of any depth with jpg, png, webp, avif, gif (first
 * frame) and tiff files; an IDX file, gzipped or not, or a folder with such files; or the name `mnist`.
 * All are decoded once, in background threads, to bytes of one shape, and kept in memory or, above
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
  if (facts === null) throw await notThere(data, path);
  if (facts.isDirectory()) return openDirectory(path, settings);
  if (isIdxImagesName(path) || /idx/i.test(basename(path))) return openIdx(idxFilesOf(path), settings);
  throw new DataError(
    hasPictureEnding(path)
      ? `${data} is one picture; expected a folder of pictures: give ${dirname(data)} instead.`
      : `${data} is a file; expected a folder of pictures, an IDX file or the name mnist.`,
    { data },
  );
}

async function openDirectory(path: string, settings: ImageSettings): Promise<ImageSource> {
  const idx = await idxFilesIn(path, settings.split);
  if (idx !== null) return openIdx(idx, settings);
  const folder = await splitFolder(path, settings.split);
  const files = await findPictures(folder);
  if (files.length === 0) {
    const empty = (await readdir(folder)).length === 0;
    throw new DataError(
      empty
        ? `The folder ${folder} is empty; expected pictures (jpg, png, webp, avif, gif, tiff).`
        : `There are no pictures in ${folder} or its folders; expected jpg, png, webp, avif, gif or tiff files.`,
      { folder },
    );
  }
  return openFolder(folder, files, settings);
}

/** The folder of the asked split; `train` where a folder has both splits and none was asked. */
async function splitFolder(path: string, split: "train" | "test" | "all" | null): Promise<string> {
  if (split === "all") return path;
  const names = (await readdir(path, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => entry.name);
  const find = (part: "train" | "test") =>
    splitFolders[part].map((usual) => names.find((name) => name.toLowerCase() === usual)).find((n) => n);
  const train = find("train");
  if (split === null) return train !== undefined && find("test") !== undefined ? join(path, train) : path;
  const found = find(split);
  if (found !== undefined) return join(path, found);
  throw new DataError(
    `${path} has no folder for the split ${split}: expected one named ${splitFolders[split].join(", ")}; it has ${names.sort().slice(0, 10).join(", ") || "no folders"}.`,
    { path, split },
  );
}

async function notThere(data: string, path: string): Promise<DataError> {
  const beside = await readdir(dirname(path)).catch((): string[] => []);
  const isWord = !/[\\/]/.test(data);
  const named = isWord ? nearestName(data, Object.keys(namedSets)) : null;
  const near = nearestName(basename(path), beside);
  const meant = named ?? (near === null ? null : join(dirname(data), near));
  const hint = meant === null ? "" : ` Did you mean ${meant}?`;
  return new DataError(
    `${data} does not exist: expected a folder of pictures, an IDX file or the name mnist.${hint}`,
    { data, meant },
  );
}
