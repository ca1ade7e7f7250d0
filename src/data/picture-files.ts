import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../errors.js";
import { evenlySpread } from "./evenly-spread.js";
import { hasPictureEnding } from "./picture-format.js";

/**
 * Paths of all pictures below `folder`, relative to it, with `/`, sorted by code unit. Hidden files
 * and folders are left out. Links are followed, each folder is visited once, so that loops end.
 * Throws DataError when a folder cannot be read.
 */
export async function findPictures(folder: string): Promise<string[]> {
  const found: string[] = [];
  const visited = new Set<string>();
  const waiting = [""];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    const path = join(folder, prefix);
    const { dev, ino } = await stat(path);
    const identity = `${dev}:${ino}`;
    // Windows may report no inode; links to folders are then visited, but never a path twice.
    if (ino !== 0 && visited.has(identity)) continue;
    visited.add(identity);
    const entries = await readdir(path, { withFileTypes: true }).catch((cause: unknown) => {
      throw new DataError(`The folder ${path} cannot be read: check its permissions.`, { path }, cause);
    });
    for (const entry of entries) {
      if (entry.name.startsWith(".") || entry.name === "__MACOSX") continue;
      const relative = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      // A link that leads nowhere counts as a picture, so that it is reported among the unreadable.
      const facts = entry.isSymbolicLink() ? await stat(join(folder, relative)).catch(() => null) : entry;
      if (facts?.isDirectory()) waiting.push(relative);
      else if ((facts === null || facts.isFile()) && hasPictureEnding(entry.name)) found.push(relative);
    }
    // The first of two ways to one folder wins; sorting makes that the same one every time.
    waiting.sort().reverse();
  }
  return found.sort();
}

/** `count` of `items`, evenly spread, the first one included. */
export function spread<T>(items: readonly T[], count: number): T[] {
  return Array.from(evenlySpread(items.length, count), (at) => items[at]!);
}
