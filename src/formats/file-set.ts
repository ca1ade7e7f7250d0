import { existsSync } from "node:fs";
import { lstat, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UnlabelError } from "../errors.js";
import { asideMark, asidePath, setPath } from "./aside-name.js";
import { explainWriteFailure } from "./atomic-file.js";
import { finishListed, lockSets, writeSetList } from "./finish-sets.js";
import { makeFolder } from "./make-folder.js";
import { removeAbandoned } from "./remove-abandoned.js";
import { swapFiles } from "./swap-files.js";
import { type FileContent, writeWhole } from "./write-whole.js";

/**
 * Writes files that belong together, so that they are replaced as a whole or not at all. All are written aside and flushed
 * first; a list of them says so, and then they are swapped in (`swapFiles`). Killed before the list is written, the old
 * set stands; killed later, what is in place is a part of one set, without its first file, and the next write to the
 * folder puts the rest in place. Other files in the folder stay as they are.
 *
 * @param folder that is there; folders below it are made
 * @param files names in the folder with their contents; the first is the one to look for: it goes first and comes last
 * @param without names of files of an earlier set that this one does not have
 * @returns the paths of the files, in order
 * @throws UnlabelError in one sentence when a file cannot be written or put in place; the old set is whole then
 */
export async function writeFileSet(
  folder: string,
  files: Iterable<readonly [name: string, content: FileContent]>,
  without: readonly string[] = [],
): Promise<string[]> {
  const contents = new Map(files);
  const list = { put: [...contents.keys()], remove: [...without] };
  const mark = asideMark();
  const asideOf = (name: string) => asidePath(join(folder, name), mark, "partial");
  /** Folders below, which go again where nothing comes into them; the innermost first. */
  const made: string[] = [];
  let place = folder;
  try {
    for (const below of new Set(list.put.map(dirname))) {
      place = join(folder, below);
      if (below !== "." && !(await isThere(place))) {
        made.unshift(place);
        await makeFolder(place);
      }
      await removeAbandoned(place, folder);
    }
    for (const name of [...list.put, ...list.remove]) {
      place = join(folder, name);
      if ((await lstat(place).catch(() => null))?.isDirectory())
        throw Object.assign(new Error(), { code: "EISDIR" });
    }
    for (const [name, content] of contents) {
      place = join(folder, name);
      await writeWhole(asideOf(name), content);
    }
    place = join(folder, list.put[0]!);
    const lock = await lockSets(folder);
    try {
      await finishListed(folder);
      await writeSetList(folder, mark, list);
      await swapFiles(folder, mark, list);
    } catch (error) {
      // Without its list nobody puts the set in place; a set that could be moved neither on nor back keeps it.
      if (!(error instanceof UnlabelError)) await rm(setPath(folder, mark), { force: true });
      throw error;
    } finally {
      await lock.release();
    }
  } catch (cause) {
    if (!existsSync(setPath(folder, mark))) {
      const begun = [...list.put.map(asideOf), asidePath(join(folder, "files"), mark, "partial")];
      for (const path of begun) await rm(path, { force: true }).catch(() => {});
      for (const path of made) await rmdir(path).catch(() => {});
    }
    throw explainWriteFailure(place, cause);
  }
  return list.put.map((name) => join(folder, name));
}

/** A link counts as itself. */
async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}
