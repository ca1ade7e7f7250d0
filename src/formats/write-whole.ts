import { type FileHandle, open } from "node:fs/promises";

/** Whole contents, or pieces of it that are written one after the other (bounded memory). */
export type FileContent =
  | Uint8Array
  | string
  | Iterable<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>;

/**
 * Writes a file that is not there yet, and flushes it to the disk.
 * @throws the file system's error; what was written by then stays
 */
export async function writeWhole(path: string, content: FileContent): Promise<void> {
  const file = await open(path, "wx");
  try {
    for await (const piece of pieces(content)) await writePiece(file, piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes renames in a folder durable. Some systems cannot open folders: then it is left to them. */
export async function flushFolder(folder: string): Promise<void> {
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

function pieces(content: FileContent): Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string> {
  return typeof content === "string" || content instanceof Uint8Array ? [content] : content;
}

async function writePiece(file: FileHandle, piece: Uint8Array | string): Promise<void> {
  const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
  // A write may be short (signals, 2 GiB limit of one call): go on from where it stopped.
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, Math.min(bytes.length - at, 1 << 30));
    at += bytesWritten;
  }
}
