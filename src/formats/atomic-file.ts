import { rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { UnlabelError, writeFailures } from "../errors.js";
import { asideMark, asidePath } from "./aside-name.js";
import { removeAbandoned } from "./remove-abandoned.js";
import { type FileContent, flushFolder, writeWhole } from "./write-whole.js";

/**
 * Write a file so that, whatever happens, `path` holds either its old contents or all the new ones:
 * the bytes go to a new file beside it, are flushed to the disk, and the file is then renamed. What processes that were
 * killed left in the folder is removed first. Files that belong together: `writeFileSet`.
 *
 * @throws UnlabelError in one sentence when the disk is full, the folder is missing or not writable;
 * the partial file is removed and an existing file stays as it was.
 */
export async function writeFileAtomically(path: string, content: FileContent): Promise<void> {
  const folder = dirname(path);
  await removeAbandoned(folder);
  const aside = asidePath(path, asideMark(), "partial");
  try {
    await writeWhole(aside, content);
    await rename(aside, path);
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => {});
    throw explainWriteFailure(path, cause);
  }
  await flushFolder(folder);
}

/** The sentence for a write that failed; errors that are not the file system's pass through. */
export function explainWriteFailure(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const reason = writeFailures.get(code);
  if (reason === undefined) return cause;
  return new UnlabelError(
    `Could not write ${path}: ${reason} (${code}); nothing that was there before is lost.`,
    { path, code },
    cause,
  );
}
