import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { leftAside, readAside, setPath } from "./aside-name.js";
import { finishSets, isSetLock } from "./finish-sets.js";

/** Whether a file is one that this package is putting in place, or was when its process was killed. */
export function isAbandonedName(name: string): boolean {
  return readAside(name) !== null || isSetLock(name);
}

/**
 * Puts a folder right after processes that were killed: a set of files that was whole, but not yet all in place, is put
 * in place; what was half written, and old contents that were kept until then, are removed. What cannot be read or
 * removed is left as it is.
 * @param root folder of the set whose files lie in `folder` too
 */
export async function removeAbandoned(folder: string, root = folder): Promise<void> {
  const names = await readdir(root).catch((): string[] => []);
  if (names.some((name) => readAside(name)?.kind === "set" || isSetLock(name)))
    // Another process does it, or the folder cannot be written to, which is told by what writes there.
    await finishSets(root).catch(() => {});
  // As long as the list of a set is there, its files are needed.
  for (const { path, mark } of await leftAside(folder, ["partial", "old"]))
    if (!existsSync(setPath(root, mark))) await rm(path, { force: true }).catch(() => {});
}
