import { open, stat } from "node:fs/promises";

/** What readers here ask of an open file. Node's own type would need its declarations wherever ours are read. */
export interface OpenFile {
  /** Reads up to `length` bytes from `position` on, or from where the last read ended, to `offset` of the array. */
  read(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position?: number,
  ): Promise<{ readonly bytesRead: number }>;
  readFile(encoding: "utf8"): Promise<string>;
  /** `size` in bytes. */
  stat(): Promise<{ readonly size: number }>;
  close(): Promise<void>;
}

/**
 * Opens a file to read. A pipe of that name would keep a program waiting for ever, and a device gives no end: they are
 * no files here.
 * @throws the file system's error, or one with the code EISDIR or ENOTREG
 */
export async function openRegular(path: string): Promise<OpenFile> {
  const facts = await stat(path);
  if (!facts.isFile())
    throw Object.assign(new Error(`${path} is not a file`), {
      code: facts.isDirectory() ? "EISDIR" : "ENOTREG",
    });
  return open(path, "r");
}
