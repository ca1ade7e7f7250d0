import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../errors.js";

/** What is told of a file: named here, since declarations that name Node's types are errors to who has none. */
export interface FileFacts {
  isDirectory(): boolean;
  isFile(): boolean;
}

/** What lies in a folder. */
export interface FolderEntry extends FileFacts {
  readonly name: string;
  isSymbolicLink(): boolean;
}

/** What lies in a folder. Throws DataError when it cannot be read. */
export async function readFolder(path: string): Promise<FolderEntry[]> {
  return readdir(path, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === "EACCES" || cause.code === "EPERM" ? "check its permissions" : cause.code;
    throw new DataError(`The folder ${path} cannot be read: ${reason}.`, { path }, cause);
  });
}

/** What an entry of a folder is, or what a link leads to; null for a link that leads nowhere. */
export async function factsOf(folder: string, entry: FolderEntry): Promise<FileFacts | null> {
  return entry.isSymbolicLink() ? stat(join(folder, entry.name)).catch(() => null) : entry;
}

/**
 * Refuses what is no regular file before it is opened: a pipe would be waited for without end.
 *
 * @param expected for a message: `a file of IDX pictures`
 * @throws DataError that says what is there instead
 */
export async function refuseNoFile(path: string, expected: string): Promise<void> {
  const facts = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    const reason =
      cause.code === "ENOENT"
        ? "is not there, or is a link that leads nowhere"
        : `cannot be read (${cause.code})`;
    throw new DataError(`${path} should be ${expected}, but ${reason}.`, { path }, cause);
  });
  if (!facts.isFile())
    throw new DataError(`${path} should be ${expected}, but is ${kindOf(facts)}.`, { path });
}

function kindOf(facts: Stats): string {
  if (facts.isDirectory()) return "a folder: give the file in it";
  return facts.isFIFO() ? "a pipe: give a regular file" : "no regular file";
}
