import { readFile } from "node:fs/promises";
import { decodePicture, type PictureTarget } from "./decode-picture.js";
import { otherFormat, pictureFormat } from "./picture-format.js";
import { unusualTiff } from "./tiff-values.js";

/**
 * What one input became, a record for each form that was asked for, or why it could not be decoded; `mayPass` when the
 * same file may be read another time.
 */
export type Decoded =
  | { readonly records: readonly Uint8Array[] }
  | { readonly reason: string; readonly mayPass?: boolean };

/** Reads and decodes a file once for all targets (at least one), or says why it cannot be. */
export async function decodeFile(path: string, targets: readonly PictureTarget[]): Promise<Decoded> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { reason: unreadable((error as { code?: string }).code), mayPass: true };
  }
  if (bytes.length === 0) return { reason: "the file is empty" };
  const format = pictureFormat(bytes);
  if (format === null) {
    return { reason: `not a picture that can be read: ${otherFormat(bytes)}` };
  }
  try {
    return { records: await decodePicture(bytes, targets) };
  } catch (error) {
    // libvips shares one error text between threads, so that of another picture may be in it: only
    // sharp's own words can be relied on.
    const large = error instanceof Error && error.message.includes("exceeds pixel limit");
    return {
      reason: large
        ? `more than the ${targets[0]!.maxPixels.toLocaleString("en")} pixels that are read at most (\`maxPixels\`), so make it smaller`
        : ((format === "tiff" ? unusualTiff(bytes) : null) ??
          `corrupt, cut short or an unsupported kind of ${format}`),
    };
  }
}

function unreadable(code = "unknown error"): string {
  if (code === "ENOENT") return "the file is not there (a broken link, or removed meanwhile)";
  if (code === "EACCES" || code === "EPERM") return "no permission to read the file";
  return `the file cannot be read (${code})`;
}
