import { type FileHandle, open, stat } from "node:fs/promises";

/**
 * Opens a file to read. A pipe of that name would keep a program waiting for ever, and a device gives no end: they are
 * no files here.
 * @throws the file system's error, or one with the code EISDIR or ENOTREG
 */
export async function openRegular(path: string): Promise<FileHandle> {
  const facts = await stat(path);
  if (!facts.isFile())
    throw Object.assign(new Error(`${path} is not a file`), {
      code: facts.isDirectory() ? "EISDIR" : "ENOTREG",
    });
  return open(path, "r");
}
