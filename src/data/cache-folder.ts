import { readdir, readFile, rm, stat, statfs } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { UnlabelError } from "../errors.js";
import { decodeSidecar, type EntryFacts, entryFiles, entryNameOf } from "./cache-entry.js";
import { removeLeftovers } from "./cache-leftovers.js";

/** What `cacheFolder` and `$UNLABEL_CACHE` say where no decoded pictures are to be kept. */
export const noCache = "none";

/** `$UNLABEL_CACHE`, else `~/.cache/unlabel`; null when the variable says `none`. */
export function defaultCacheFolder(): string | null {
  const chosen = process.env.UNLABEL_CACHE;
  if (chosen === noCache) return null;
  return chosen ? chosen : join(homedir(), ".cache", "unlabel");
}

/** A set of decoded pictures in the cache. */
export type CacheEntry = {
  /** 40 hexadecimal digits: what its files are called. */
  readonly name: string;
  /** Null when it is damaged, or of another version of this program. */
  readonly facts: EntryFacts | null;
  readonly bytes: number;
  readonly lastUse: Date;
};

/** Everything that the cache holds, what was used last first. Empty where there is no such folder. */
export async function cacheEntries(folder: string): Promise<CacheEntry[]> {
  const names = new Set((await filesIn(folder)).map(entryNameOf).filter((name) => name !== null));
  const entries: CacheEntry[] = [];
  for (const name of names) {
    const { records, sidecar } = entryFiles(folder, name);
    const files = await Promise.all([records, sidecar].map((path) => stat(path).catch(() => null)));
    const there = files.filter((file) => file !== null);
    // Another process removed it meanwhile.
    if (there.length === 0) continue;
    const text = await readFile(sidecar, "utf8").catch(() => "");
    entries.push({
      name,
      facts: there.length === files.length ? decodeSidecar(text, name) : null,
      bytes: there.reduce((sum, { size }) => sum + size, 0),
      lastUse: new Date(Math.max(...there.map(({ mtimeMs }) => mtimeMs))),
    });
  }
  return entries.sort((a, b) => b.lastUse.getTime() - a.lastUse.getTime());
}

/** Removes one set. Who reads it goes on reading: its files end with their last reader. */
export async function removeEntry(folder: string, name: string): Promise<void> {
  const { records, sidecar } = entryFiles(folder, name);
  // The sidecar first: records without one are not taken for a set.
  await rm(sidecar, { force: true });
  await rm(records, { force: true });
}

/**
 * Removes the sets that were not used for the longest until all others and `needed` more bytes stay within the limit, and
 * the disk has room for them where removing can make it.
 *
 * @returns whether they do
 */
export async function makeRoom(folder: string, needed: number, limit: number): Promise<boolean> {
  const entries = await cacheEntries(folder);
  let held = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const isEnough = async () => held + needed <= limit && (await freeBytes(folder)) >= needed;
  // What can never fit drives nothing out.
  if (needed > limit || (await freeBytes(folder)) + held < needed) return false;
  while (!(await isEnough())) {
    const last = entries.pop();
    if (last === undefined) return false;
    await removeEntry(folder, last.name);
    held -= last.bytes;
  }
  return true;
}

/** Room on the disk that holds a folder, or will when it is made. */
export async function freeBytes(folder: string): Promise<number> {
  const above = dirname(resolve(folder));
  const facts = await statfs(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT" && above !== folder) return null;
    throw cause;
  });
  return facts === null ? freeBytes(above) : facts.bavail * facts.bsize;
}

/**
 * Removes sets, and what killed processes left of others. Touches no file but those with the names that the cache gives.
 *
 * @param unusedFor only sets that were not used for this many milliseconds
 * @returns what was removed
 */
export async function clearCache(folder: string, unusedFor = 0): Promise<CacheEntry[]> {
  await removeLeftovers(folder);
  const removed: CacheEntry[] = [];
  for (const entry of await cacheEntries(folder)) {
    if (unusedFor > 0 && Date.now() - entry.lastUse.getTime() < unusedFor) continue;
    await removeEntry(folder, entry.name);
    removed.push(entry);
  }
  return removed;
}

/** Names of all that is in the cache's folder: none where it is not there. Throws UnlabelError where it cannot be read. */
async function filesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw new UnlabelError(
      `The cache ${folder} cannot be read (${cause.code}): give another folder as \`cache\`, or mend its permissions.`,
      { folder, code: cause.code },
      cause,
    );
  });
}
