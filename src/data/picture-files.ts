import { open } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { evenlySpread } from "./evenly-spread.js";
import { orderedMap } from "./ordered-map.js";
import { hasPictureEnding, mayBePicture, pictureFormat } from "./picture-format.js";
import { type FolderWalk, walkFolder } from "./walk-folder.js";

/** What there is below a folder. */
export interface FolderListing extends Pick<FolderWalk, "systemFolders" | "linkedTwice" | "unfollowed"> {
  /** Paths of all pictures, relative to the folder, with `/`, sorted by code unit. */
  readonly files: readonly string[];
  /** How many other files there are, by ending; "" for those without one. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** So many files of an ending that is none of a picture are looked into; where none is one, the others are not. */
const mostSampled = 32;

/**
 * Lists the pictures below a folder, as `walkFolder` finds them, by their endings; those of other endings and without one
 * by their first bytes.
 *
 * @throws DataError when a folder cannot be read
 */
export async function listPictures(folder: string): Promise<FolderListing> {
  const walk = await walkFolder(folder, hasPictureEnding);
  const { files, others } = walk;
  const leftOut = new Map<string, number>();
  for (const [ending, paths] of others) {
    paths.sort();
    const first = ending === "" ? paths : paths.slice(0, mostSampled);
    const found = mayBePicture(paths[0]!) ? await picturesAmong(folder, first) : [];
    if (found.length > 0 && first.length < paths.length)
      found.push(...(await picturesAmong(folder, paths.slice(first.length))));
    for (const path of found) files.push(path);
    if (found.length < paths.length) leftOut.set(ending, paths.length - found.length);
  }
  return { ...walk, files: files.sort(), leftOut };
}

/** Those whose first bytes are a picture's. */
async function picturesAmong(folder: string, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const read = orderedMap(paths, 2 * availableParallelism() + 2, async (path) => {
    const head = await readHead(join(folder, path)).catch(() => new Uint8Array());
    return pictureFormat(head) === null ? null : path;
  });
  for await (const path of read) if (path !== null) found.push(path);
  return found;
}

/** The first bytes of a file. */
export async function readHead(path: string, length = 64): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** `count` of `items`, evenly spread, the first one included. */
export function spread<T>(items: readonly T[], count: number): T[] {
  return Array.from(evenlySpread(items.length, count), (at) => items[at]!);
}
