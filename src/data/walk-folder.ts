import { stat } from "node:fs/promises";
import { join } from "node:path";
import { endingOf } from "./picture-format.js";
import { factsOf, readFolder } from "./read-folder.js";
import { isHidden, isSystemFile, isSystemFolder } from "./system-folders.js";

/** A folder that was seen before is seen again through one link, or through two a few times: a web of links grows beyond all bounds. */
const mostAgain = 16;

/** What there is below a folder. */
export interface FolderWalk {
  /** Paths of the files that are wanted, relative to the folder, with `/`, in no order. */
  readonly files: string[];
  /** The others by ending; "" for those without one. */
  readonly others: ReadonlyMap<string, string[]>;
  /** Folders of operating systems and network drives that were not looked into. */
  readonly systemFolders: readonly string[];
  /** A folder that links lead to several times: the first way, and another. */
  readonly linkedTwice: readonly [first: string, other: string] | null;
  /** Ways to a folder through links of links that were not followed again. */
  readonly unfollowed: number;
}

type Way = {
  readonly prefix: string;
  /** The folders that it lies in. */
  readonly within: readonly string[];
  readonly links: number;
};

/**
 * Walks through a folder and those in it. Hidden files and folders are left out, and those of operating systems. Links are
 * followed, and two links to one folder are two folders; a link to a folder that it lies in is not followed, so that loops end.
 *
 * @param isWanted by a file's name
 * @throws DataError when a folder cannot be read
 */
export async function walkFolder(folder: string, isWanted: (name: string) => boolean): Promise<FolderWalk> {
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
      } else if (isWanted(entry.name)) {
        // A link that leads nowhere counts, so that it is reported among the unreadable.
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
