import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UnlabelError, writeFailures } from "../errors.js";
import { asidePath, setPath } from "./aside-name.js";
import { codeOf } from "./read-failure.js";
import { flushFolder } from "./write-whole.js";

/** What a set changes in its folder: files that are put, the first of which tells that the set is whole, and files that go. */
export interface SetList {
  readonly put: readonly string[];
  readonly remove: readonly string[];
}

/**
 * Puts the files of a set that were written aside in the place of the old ones. All old ones are taken away, the first of
 * the list first, before any new one is put, the first of the list last: whoever looks meanwhile, or after a kill, finds a
 * part of the old set or of the new one, never a mixture. Done again after a kill it goes on. The list and the old files
 * are removed at the end.
 * @throws the file system's error when a file cannot be moved; then all old ones are where they were
 */
export async function swapFiles(folder: string, mark: string, { put, remove }: SetList): Promise<void> {
  const placeOf = (name: string) => join(folder, name);
  const newOf = (name: string) => asidePath(placeOf(name), mark, "partial");
  const oldOf = (name: string) => asidePath(placeOf(name), mark, "old");
  const folders = [...new Set([...put, ...remove].map((name) => dirname(placeOf(name))))];
  // After a kill some are in their place already.
  const coming = put.filter((name) => existsSync(newOf(name)));
  const moved: (readonly [from: string, to: string])[] = [];
  const move = async (from: string, to: string) => {
    await rename(from, to);
    moved.push([from, to]);
  };
  try {
    for (const name of [...coming, ...remove])
      await move(placeOf(name), oldOf(name)).catch((error: unknown) => {
        if (codeOf(error) !== "ENOENT") throw error;
      });
    for (const each of folders) await flushFolder(each);
    for (const name of coming.toReversed()) await move(newOf(name), placeOf(name));
    for (const each of folders) await flushFolder(each);
    await rm(setPath(folder, mark));
  } catch (error) {
    for (const [from, to] of moved.toReversed())
      await rename(to, from).catch((worse: unknown) => {
        throw notWhole(folder, put, worse);
      });
    throw error;
  }
  for (const name of [...put, ...remove]) await rm(oldOf(name), { force: true }).catch(() => {});
}

function notWhole(folder: string, put: readonly string[], cause: unknown): UnlabelError {
  const code = codeOf(cause);
  return new UnlabelError(
    `The files ${put.join(", ")} of ${folder} are not whole, since they could be moved neither on nor back: ${writeFailures.get(code) ?? "the system refuses"} (${code}). All of them are kept beside, and the same call puts them in place.`,
    { folder, code },
    cause,
  );
}
