/** File endings that are looked at in a folder, in lower case. */
export const pictureEndings: ReadonlySet<string> = new Set([
  "jpg",
  "jpeg",
  "png",
  "webp",
  "avif",
  "gif",
  "tif",
  "tiff",
]);

/** Whether a file name ends like a picture. */
export function hasPictureEnding(name: string): boolean {
  const dot = name.lastIndexOf(".");
  return dot > 0 && pictureEndings.has(name.slice(dot + 1).toLowerCase());
}

/**
 * What the first bytes of a file say it is, or null: names lie (a text file renamed .jpg), and
 * nothing but these formats may reach the decoder.
 */
export function pictureFormat(bytes: Uint8Array): string | null {
  const text = String.fromCharCode(...bytes.subarray(0, 16));
  if (text.startsWith("\xff\xd8\xff")) return "jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return "gif";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "webp";
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return "tiff";
  if (text.slice(4, 8) === "ftyp" && /^(avif|avis|mif1|msf1)/.test(text.slice(8))) return "avif";
  return null;
}
