import { readdir, readFile, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { isAbsolute, join, normalize } from "node:path";
import * as z from "zod";
import { UnlabelError } from "../errors.js";
import { asidePath, readAside, setPath } from "./aside-name.js";
import { isLockName, type Lock, takeLock } from "./lock-file.js";
import { type SetList, swapFiles } from "./swap-files.js";
import { flushFolder, writeWhole } from "./write-whole.js";

const lockFile = ".unlabel-files.lock";

/** How long a process that is putting its files in place is waited for. */
const patience = { tries: 200, milliseconds: 50 } as const;

/**
 * Names of files in the set's folder, and in folders below it, each once; never outside, nor the folder itself: a list may
 * have come with somebody's data.
 */
const names = z
  .array(z.string().refine((name) => !isAbsolute(name) && !/^\.{1,2}(?:[\\/]|$)/.test(normalize(name))))
  .refine((list) => new Set(list).size === list.length);
const listSchema = z.object({ put: names, remove: names });

/** Whether a file is the lock under which sets are put in place. */
export function isSetLock(name: string): boolean {
  return isLockName(name, lockFile);
}

/** Writes the list of a set: from then on the set is put in place, now or by whoever comes after a kill. */
export async function writeSetList(folder: string, mark: string, list: SetList): Promise<void> {
  const aside = asidePath(join(folder, "files"), mark, "partial");
  await writeWhole(aside, JSON.stringify(list));
  await rename(aside, setPath(folder, mark));
  await flushFolder(folder);
}

/** Puts in place what processes that were killed had all written. @throws UnlabelError while another process does it */
export async function finishSets(folder: string): Promise<void> {
  const lock = await lockSets(folder, 1);
  try {
    await finishListed(folder);
  } finally {
    await lock.release();
  }
}

/** The same for who holds the lock: lists are written under it, so that those that are there now are nobody's work. */
export async function finishListed(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const aside = readAside(name);
    if (aside?.kind !== "set") continue;
    const list = listSchema.safeParse(parsed(await readFile(join(folder, name), "utf8")));
    if (list.success) await swapFiles(folder, aside.mark, list.data);
    // It was renamed when it was whole, so that it is nobody's list any more; what it kept can go.
    else await rm(join(folder, name), { force: true });
  }
}

/**
 * Takes the lock under which sets are put in place in a folder: a matter of milliseconds.
 * @throws UnlabelError when another process keeps it; the file system's error when it cannot be written
 */
export async function lockSets(folder: string, tries: number = patience.tries): Promise<Lock> {
  const path = join(folder, lockFile);
  for (let tried = 1; ; tried++) {
    const taken = await takeLock(path);
    if ("lock" in taken) return taken.lock;
    const { host, pid, since } = taken.heldBy;
    if (tried >= tries)
      throw new UnlabelError(
        `Process ${pid}${host === hostname() ? "" : ` on the machine ${host}`} has been putting files in place in ${folder} since ${since}: wait until it has ended, then try again${host === hostname() ? "" : `; if it is not running any more, delete ${path}`}.`,
        { folder, heldBy: taken.heldBy },
      );
    await new Promise((resolve) => setTimeout(resolve, patience.milliseconds));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
