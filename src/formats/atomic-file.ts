import { randomBytes } from "node:crypto";
import { open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UnlabelError, writeFailures } from "../errors.js";
import { isRunning } from "./running-process.js";

/** Whole contents, or pieces of it that are written one after the other (bounded memory). */
export type FileContent =
  | Uint8Array
  | string
  | Iterable<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>;

/**
 * Write a file so that, whatever happens, `path` holds either its old contents or all the new ones:
 * the bytes go to a new file beside it, are flushed to the disk, and the file is then renamed.
 *
 * @throws UnlabelError in one sentence when the disk is full, the folder is missing or not writable;
 * the partial file is removed and an existing file stays as it was.
 */
export async function writeFileAtomically(path: string, content: FileContent): Promise<void> {
  const folder = dirname(path);
  const aside = join(folder, `.${basename(path)}.${process.pid}-${randomBytes(4).toString("hex")}.partial`);
  try {
    const file = await open(aside, "wx");
    try {
      for await (const piece of pieces(content)) await writeWhole(file, piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => {});
    throw explainWriteFailure(path, cause);
  }
  await flushFolder(folder);
}

const abandoned = /^\..+\.(\d+)-[0-9a-f]{8}\.partial$/;

/** Whether a file has the name of one that `writeFileAtomically` is writing, or was when its process was killed. */
export function isAbandonedName(name: string): boolean {
  return abandoned.test(name);
}

/** Removes the partial files in a folder whose process is gone. A folder that cannot be read is left as it is. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const owner = abandoned.exec(name)?.[1];
    const pid = Number(owner);
    if (owner !== undefined && (pid === process.pid || !isRunning({ pid })))
      await rm(join(folder, name), { force: true }).catch(() => {});
  }
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

function pieces(content: FileContent): Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string> {
  return typeof content === "string" || content instanceof Uint8Array ? [content] : content;
}

async function writeWhole(file: Awaited<ReturnType<typeof open>>, piece: Uint8Array | string): Promise<void> {
  const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
  // A write may be short (signals, 2 GiB limit of one call): go on from where it stopped.
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, Math.min(bytes.length - at, 1 << 30));
    at += bytesWritten;
  }
}

/** Make the rename itself durable. Some systems cannot open folders: then it is left to them. */
async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The contents are safe already; only the moment of the rename is not guaranteed.
  }
}
