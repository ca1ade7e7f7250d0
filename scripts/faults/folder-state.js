import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Hidden names that a program leaves when it is killed while it writes. */
const isLeft = (name) => /\.(partial|old|set|part)$|\.takeover$|\.lock$/.test(name);

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** What killed lives have left in a folder, by name. */
export function leftIn(folder) {
  return filesIn(folder).filter(isLeft);
}

/**
 * Digests of the files of a folder by name, without what was left.
 * @param plain what to make of a file's text first, such as taking times out
 */
export function stateOf(folder, plain = (text) => text) {
  return new Map(
    filesIn(folder)
      .filter((name) => !isLeft(name))
      .map((name) => {
        const bytes = readFileSync(join(folder, name));
        const known = /\.jsonl?$/.test(name) ? plain(bytes.toString()) : bytes;
        return [name, createHash("sha256").update(known).digest("hex")];
      }),
  );
}

/** "old", "new", "mixed", or a part of one: what a folder holds, told by what two whole sets hold. */
export function kindOf(found, old, fresh) {
  const within = (set) => [...found].every(([name, digest]) => set.get(name) === digest);
  const same = (set) => within(set) && found.size === set.size;
  if (same(fresh)) return "new";
  if (same(old)) return "old";
  if (found.size === 0) return "nothing";
  if (within(old)) return "part of old";
  return within(fresh) ? "part of new" : "mixed";
}

/** The names whose contents differ, or that one of them lacks. */
export function differences(a, b) {
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
}
