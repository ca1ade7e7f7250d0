import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isAbandonedName } from "../formats/index.js";

/**
 * Whether a study's folder holds anything that was found. A start that failed at once, as with a misspelt path, leaves
 * only its options there, and the next one may have others.
 */
export async function isBegun(folder: string): Promise<boolean> {
  for (const name of await readdir(folder)) {
    if (name === "study.json" || isAbandonedName(name)) continue;
    if ((await stat(join(folder, name))).size > 0) return true;
  }
  return false;
}
