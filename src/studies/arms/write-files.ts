import { makeFolder, writeFileSet } from "../../formats/index.js";

/**
 * Writes what a study found into its folder, all or nothing.
 * @returns the paths, in order
 */
export async function writeFiles(
  folder: string,
  contents: Iterable<readonly [file: string, content: string | Uint8Array]>,
): Promise<string[]> {
  await makeFolder(folder);
  return writeFileSet(folder, contents);
}
