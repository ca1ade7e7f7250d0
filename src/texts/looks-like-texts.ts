import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { looksLikePictures, readFolder } from "../data/index.js";
import { holdsTexts } from "./text-files.js";

/** Names that are looked at in a folder and its folders, to tell what most files are. */
const mostNames = 400;

/**
 * Whether a path leads to texts: a file that is neither a picture nor an IDX file, or a folder where more files are named like
 * texts than like pictures, among the first some hundred.
 */
export async function looksLikeTexts(data: string): Promise<boolean> {
  const path = resolve(data);
  const facts = await stat(path).catch(() => null);
  if (facts === null) return false;
  if (!facts.isDirectory()) return facts.isFile() && !looksLikePictures(basename(path));
  let [texts, pictures, looked] = [0, 0, 0];
  const folders = [path];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const entry of await readFolder(folder).catch(() => [])) {
      if (looked++ >= mostNames) return texts > pictures;
      if (entry.isDirectory()) folders.push(join(folder, entry.name));
      else if (holdsTexts(entry.name)) texts++;
      else if (looksLikePictures(entry.name)) pictures++;
    }
  }
  return texts > pictures;
}
