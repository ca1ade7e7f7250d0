import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isLeftBehind, machineMark } from "./left-behind.js";

/** What a file beside another is: new contents, old ones, or the list of a set that is being put in place. */
export type AsideKind = "partial" | "old" | "set";

/** Whose files these are, and which of them: they share a mark where they are moved together. */
export function asideMark(): string {
  return `${machineMark()}-${process.pid}-${randomBytes(4).toString("hex")}`;
}

/** The hidden name beside `path`. Of a long name it holds the end, so that one that the system just allows can be written. */
export function asidePath(path: string, mark: string, kind: AsideKind): string {
  return join(dirname(path), `.${[...basename(path)].slice(-50).join("")}.${mark}.${kind}`);
}

/** Where the list of a set of files stands while they are put in place. */
export function setPath(folder: string, mark: string): string {
  return asidePath(join(folder, "files"), mark, "set");
}

const named = /^\..+\.(?<mark>(?:[0-9a-f]{8}-)?\d+-[0-9a-f]{8})\.(?<kind>partial|old|set)$/s;

/** The mark and the kind in a file's name; null for other files. */
export function readAside(name: string): { readonly mark: string; readonly kind: AsideKind } | null {
  const found = named.exec(name)?.groups;
  return found === undefined ? null : { mark: found.mark!, kind: found.kind as AsideKind };
}

/** Files of some kinds in a folder whose process is gone. A folder that cannot be read has none. */
export async function leftAside(
  folder: string,
  kinds: readonly AsideKind[],
): Promise<{ readonly path: string; readonly mark: string }[]> {
  const left: { path: string; mark: string }[] = [];
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const aside = readAside(name);
    if (aside === null || !kinds.includes(aside.kind)) continue;
    const path = join(folder, name);
    if (await isLeftBehind(path, ownerIn(aside.mark))) left.push({ path, mark: aside.mark });
  }
  return left;
}

/** A mark without a machine is this one's. */
function ownerIn(mark: string): { machine: string | null; pid: number } {
  const parts = mark.split("-");
  return { machine: parts.length === 3 ? parts[0]! : null, pid: Number(parts.at(-2)) };
}
