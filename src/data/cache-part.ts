import { type FileHandle, open } from "node:fs/promises";
import { makeFolder } from "../formats/index.js";
import { removeLeftovers } from "./cache-leftovers.js";

/** Opens what a set is written to before it is whole, in a folder that is made and cleared of what killed runs left. */
export async function openPart(folder: string, part: string): Promise<FileHandle> {
  await makeFolder(folder);
  await removeLeftovers(folder);
  return open(part, "wx");
}

/** Appends bytes. */
export async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
}

/** Writes a new file that is on the disk when this ends. */
export async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
