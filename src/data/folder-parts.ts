import { join } from "node:path";
import { DataError } from "../errors.js";
import { isIdxImagesName } from "./idx-files.js";
import { hasPictureEnding } from "./picture-format.js";
import { type FolderEntry, factsOf, readFolder } from "./read-folder.js";
import { isHidden, isSystemFolder } from "./system-folders.js";

/** Folders that hold the parts of a data set, by split, the most usual first. */
const partNames = {
  train: ["train", "training"],
  test: ["test", "testing", "val", "valid", "validation"],
} as const;

/** The folder in which pictures are to be looked for. */
export interface FolderPart {
  readonly folder: string;
  /** Folders below it, relative to it, that hold parts and no classes. */
  readonly parts: readonly string[];
  /** Which obvious reading was taken. */
  readonly notes: readonly string[];
}

/** Folders of archives and downloads lie in one another, seldom deeper than this. */
const mostWrappers = 5;

/**
 * The folder itself, then the one folder in it while there is nothing else to look at: as archives are unpacked.
 * @param isData whether a file is something to look at, by its name
 */
export async function wrappedFolders(path: string, isData = isPictureData): Promise<readonly string[]> {
  const found = [path];
  while (found.length <= mostWrappers) {
    const last = found.at(-1)!;
    const entries = await readFolder(last);
    if (entries.some(({ name }) => !isHidden(name) && isData(name))) break;
    const [only, ...others] = await foldersAmong(last, entries);
    if (only === undefined || others.length > 0) break;
    found.push(join(last, only));
  }
  return found;
}

const isPictureData = (name: string): boolean => hasPictureEnding(name) || isIdxImagesName(name);

/** Names of folders that may hold data, links to some included, sorted. */
async function foldersAmong(path: string, entries: readonly FolderEntry[]): Promise<string[]> {
  const folders: string[] = [];
  for (const entry of entries) {
    if (isHidden(entry.name) || isSystemFolder(entry.name)) continue;
    if ((await factsOf(path, entry))?.isDirectory()) folders.push(entry.name);
  }
  return folders.sort();
}

/**
 * The folder of the asked split; `train` where a folder has both splits and none was asked.
 *
 * @param wrapped from `wrappedFolders`
 * @throws DataError when the split that was asked for is not there
 */
export async function folderPart(
  wrapped: readonly string[],
  split: "train" | "test" | "all" | null,
): Promise<FolderPart> {
  const path = wrapped[0]!;
  for (const folder of wrapped) {
    const names = await foldersIn(folder);
    const [train, test] = [partCalled(names, "train"), partCalled(names, "test")];
    if (split === "all" || split === null) {
      if (train === undefined && test === undefined) continue;
      if (split === "all") return { folder: path, parts: allParts(path, folder, names), notes: [] };
      if (train === undefined || test === undefined) continue;
      const others = partsAmong(names).filter((name) => name !== train);
      const note = `Of the folders ${[train, ...others.slice(0, -1)].join(", ")} and ${others.at(-1)} in ${folder}, ${train} is read.`;
      return { folder: join(folder, train), parts: [], notes: [note] };
    }
    const found = split === "train" ? train : test;
    if (found !== undefined) return { folder: join(folder, found), parts: [], notes: [] };
  }
  if (split === null || split === "all") return { folder: path, parts: [], notes: [] };
  const names = await foldersIn(path);
  throw new DataError(
    `${path} has no folder for the split ${split}: expected one named ${partNames[split].join(", ")}; it has ${names.slice(0, 10).join(", ") || "no folders"}.`,
    { path, split },
  );
}

async function foldersIn(folder: string): Promise<string[]> {
  return foldersAmong(folder, await readFolder(folder));
}

function partCalled(names: readonly string[], part: "train" | "test"): string | undefined {
  return partNames[part].map((usual) => names.find((name) => name.toLowerCase() === usual)).find(Boolean);
}

function allParts(path: string, folder: string, names: readonly string[]): string[] {
  const above = folder === path ? "" : `${folder.slice(path.length + 1).replaceAll("\\", "/")}/`;
  return partsAmong(names).map((name) => `${above}${name}`);
}

function partsAmong(names: readonly string[]): string[] {
  const usual: readonly string[] = Object.values(partNames).flat();
  return names.filter((name) => usual.includes(name.toLowerCase()));
}
