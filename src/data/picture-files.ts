import { open, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { evenlySpread } from "./evenly-spread.js";
import { orderedMap } from "./ordered-map.js";
import { endingOf, hasPictureEnding, mayBePicture, pictureFormat } from "./picture-format.js";
import { factsOf, readFolder } from "./read-folder.js";
import { isHidden, isSystemFile, isSystemFolder } from "./system-folders.js";

/** What there is below a folder. */
export interface FolderListing {
  /** Paths of all pictures, relative to the folder, with `/`, sorted by code unit. */
  readonly files: readonly string[];
  /** How many other files there are, by ending; "" for those without one. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Folders of operating systems and network drives that were not looked into. */
  readonly systemFolders: readonly string[];
  /** A folder that links lead to several times: the first way, and another. */
  readonly linkedTwice: readonly [first: string, other: string] | null;
  /** Ways to a folder through links of links that were not followed again. */
  readonly unfollowed: number;
}

/** So many files of an ending that is none of a picture are looked into; where none is one, the others are not. */
const mostSampled = 32;
/** A folder that was seen before is seen again through one link, or through two a few times: a web of links grows beyond all bounds. */
const mostAgain = 16;

/**
 * Lists the pictures below a folder, by their endings; those of other endings and without one by their first bytes.
 * Hidden files and folders are left out, and those of operating systems. Links are followed, and two links to one folder
 * are two folders; a link to a folder that it lies in is not followed, so that loops end.
 *
 * @throws DataError when a folder cannot be read
 */
export async function listPictures(folder: string): Promise<FolderListing> {
  const walk = await walkFolder(folder);
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

type Way = {
  readonly prefix: string;
  /** The folders that it lies in. */
  readonly within: readonly string[];
  readonly links: number;
};

async function walkFolder(folder: string) {
  const files: string[] = [];
  const others = new Map<string, string[]>();
  const systemFolders = new Set<string>();
  let linkedTwice: readonly [string, string] | null = null;
  let unfollowed = 0;
  const visited = new Map<string, string[]>();
  const waiting: Way[] = [{ prefix: "", within: [], links: 0 }];
  for (let way = waiting.pop(); way !== undefined; way = waiting.pop()) {
    const { prefix, within, links } = way;
    const path = join(folder, prefix);
    const { dev, ino } = await stat(path);
    // Windows may report no inode: links to folders are then told apart by their paths, which grow until they are too long.
    const identity = ino === 0 ? path : `${dev}:${ino}`;
    const before = visited.get(identity);
    if (within.includes(identity)) continue;
    if (before === undefined) visited.set(identity, [prefix]);
    else if (links < 2 || (links === 2 && before.length < mostAgain)) {
      linkedTwice ??= [before[0]!, prefix];
      before.push(prefix);
    } else {
      unfollowed++;
      continue;
    }
    const entries = await readFolder(path);
    const inside: Way[] = [];
    for (const entry of entries) {
      if (isHidden(entry.name)) continue;
      const relative = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      const isLink = entry.isSymbolicLink();
      const facts = await factsOf(path, entry);
      if (facts?.isDirectory()) {
        if (isSystemFolder(entry.name)) systemFolders.add(entry.name);
        else
          inside.push({
            prefix: relative,
            within: [...within, identity],
            links: links + (isLink ? 1 : 0),
          });
      } else if (hasPictureEnding(entry.name)) {
        // A link that leads nowhere counts as a picture, so that it is reported among the unreadable.
        if (facts === null || facts.isFile()) files.push(relative);
      } else if (facts?.isFile() && !isSystemFile(entry.name)) {
        const ending = endingOf(entry.name);
        const alike = others.get(ending);
        if (alike === undefined) others.set(ending, [relative]);
        else alike.push(relative);
      }
    }
    // In one order everywhere, so that the same one of several ways to a folder is the first.
    waiting.push(...inside.sort((a, b) => (a.prefix < b.prefix ? 1 : -1)));
  }
  return { files, others, systemFolders: [...systemFolders].sort(), linkedTwice, unfollowed };
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
