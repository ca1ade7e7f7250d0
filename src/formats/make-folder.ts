import { access, constants, mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { explainWriteFailure } from "./atomic-file.js";

/**
 * Makes a folder and those above it, one at a time: Node's own `recursive` never ends where the system says that a
 * folder cannot be made because there is none above it, as in /proc.
 * @throws UnlabelError in one sentence when it cannot be made
 */
export async function makeFolder(path: string): Promise<void> {
  for (const folder of (await missingFolders(path)).reverse()) {
    try {
      await mkdir(folder);
    } catch (error) {
      // Made meanwhile by another process.
      const code = (error as { code?: string }).code;
      if (code === "EEXIST") continue;
      // The folder above it is there, so that this one is simply not allowed.
      throw explainWriteFailure(
        path,
        code === "ENOENT" ? Object.assign(new Error(), { code: "EPERM" }) : error,
      );
    }
  }
  if (!(await stat(path)).isDirectory())
    throw explainWriteFailure(path, Object.assign(new Error(), { code: "ENOTDIR" }));
}

/**
 * Asks whether a folder could be made or written to, before time is spent on what goes into it. Writes nothing.
 * @throws UnlabelError in one sentence when it could not
 */
export async function refuseUnwritable(path: string): Promise<void> {
  const missing = await missingFolders(path);
  const there = missing.length === 0 ? path : dirname(missing.at(-1)!);
  if (!(await stat(there)).isDirectory())
    throw explainWriteFailure(path, Object.assign(new Error(), { code: "ENOTDIR" }));
  await access(there, constants.W_OK).catch((error: unknown) => {
    throw explainWriteFailure(path, error);
  });
}

/** The folders of a path that are not there, the innermost first. */
async function missingFolders(path: string): Promise<string[]> {
  const missing: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const code = await stat(folder).then(
      () => null,
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (code === null || dirname(folder) === folder) return missing;
    if (code !== "ENOENT") throw explainWriteFailure(path, Object.assign(new Error(code), { code }));
    missing.push(folder);
  }
}
