import { join } from "node:path";
import { makeFolder, writeFileAtomically } from "../../formats/index.js";

/**
 * Writes what a study found into its folder.
 * @returns the paths, in order
 */
export async function writeFiles(
  folder: string,
  contents: Iterable<readonly [file: string, content: string | Uint8Array]>,
): Promise<string[]> {
  await makeFolder(folder);
  const files: string[] = [];
  for (const [file, content] of contents) {
    const path = join(folder, file);
    await writeFileAtomically(path, content);
    files.push(path);
  }
  return files;
}
