import { readFile } from "node:fs/promises";
import { decodePicture, type PictureTarget } from "./decode-picture.js";
import { pictureFormat } from "./picture-format.js";

/** One decoded input, or why it could not be decoded. */
export type Decoded = { readonly record: Uint8Array } | { readonly reason: string };

/** Decodes a file, or says why it cannot be. */
export async function decodeFile(path: string, target: PictureTarget): Promise<Decoded> {
  try {
    const bytes = await readFile(path);
    if (bytes.length === 0) return { reason: "the file is empty" };
    if (pictureFormat(bytes) === null) {
      return { reason: "not a picture: its first bytes are not those of jpg, png, webp, avif, gif or tiff" };
    }
    return { record: await decodePicture(bytes, target) };
  } catch (error) {
    return { reason: plainReason(error) };
  }
}

function plainReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: string } | null)?.code;
  if (code === "ENOENT") return "the file is not there (a broken link, or removed meanwhile)";
  if (code === "EACCES" || code === "EPERM") return "no permission to read the file";
  if (/pixel limit/i.test(message)) return "more pixels than maxPixels allows";
  if (/premature|unexpected end|read error|bad seek|truncat|unable to parse/i.test(message)) {
    return `cut short or corrupt (${firstLine(message)})`;
  }
  return `cannot be decoded (${firstLine(message)})`;
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0]!.slice(0, 120);
}
