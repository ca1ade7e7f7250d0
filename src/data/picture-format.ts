/** Kinds of pictures that can be read, for messages. */
export const readableKinds = "jpg, png, webp, avif, gif, tiff and bmp";

/** Bytes of a file that tell its format. */
const headBytes = 64;

const pictureEndings: ReadonlySet<string> = new Set([
  ...["jpg", "jpeg", "jpe", "jfif", "jif", "pjpeg", "pjp"],
  ...["png", "apng", "webp", "avif", "gif", "tif", "tiff", "bmp", "dib"],
]);

/**
 * Endings of files that begin like a picture and are none to learn from, or not as what their first bytes say: raw
 * photographs and slides are tiff files in which a thumbnail comes first, others hold thumbnails or copies.
 */
const misleading: ReadonlySet<string> = new Set([
  ...["dng", "nef", "nrw", "cr2", "arw", "srf", "sr2", "pef", "3fr", "fff", "iiq", "kdc", "dcr", "erf"],
  ...["mef", "mos", "srw", "rw2", "orf", "svs", "ndpi", "scn", "bif", "lsm", "qptiff"],
  ...["thm", "bak", "orig", "tmp", "temp", "part", "partial", "crdownload"],
]);

/** How the second header of a bitmap begins: with its size. */
const bmpHeaders: ReadonlySet<string> = new Set(
  [12, 16, 40, 52, 56, 64, 108, 124].map((size) => `${String.fromCharCode(size)}\0\0\0`),
);

/** The ending of a file's name in small letters; empty where it has none, as `scan.12`. */
export function endingOf(name: string): string {
  return /[^/]\.([a-z][a-z0-9_~-]*)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** Whether a file name ends like a picture. */
export function hasPictureEnding(name: string): boolean {
  return pictureEndings.has(endingOf(name));
}

/** Whether a file without such an ending may be a picture, which its first bytes then tell. */
export function mayBePicture(name: string): boolean {
  const ending = endingOf(name);
  return !misleading.has(ending) && !/(_original|~)$/.test(ending);
}

/**
 * What the first bytes of a file say it is, or null: names lie (a text file renamed .jpg), and
 * nothing but these formats may reach the decoder.
 */
export function pictureFormat(bytes: Uint8Array): string | null {
  const text = String.fromCharCode(...bytes.subarray(0, headBytes));
  if (text.startsWith("\xff\xd8\xff")) return "jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return "gif";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "webp";
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return "tiff";
  if (brands(text).some((brand) => brand === "avif" || brand === "avis")) return "avif";
  // Two letters alone would make pictures of texts: the size of the next header, too, is one of a few.
  if (text.startsWith("BM") && bmpHeaders.has(text.slice(14, 18))) return "bmp";
  return null;
}

/** What a file is that is no picture of the known formats, in a few words, from its first bytes. */
export function otherFormat(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes.subarray(0, headBytes));
  if (brands(text).some((brand) => /^(hei[cxsm]|hev[cxms]|mif1|msf1)$/.test(brand)))
    return "it is a heic picture: convert it to jpg";
  if (/^\s*(<\?xml|<svg|<!--|<!DOCTYPE svg)/.test(text))
    return "it is a drawing (svg) or another text: draw it as png";
  if (text.startsWith("%PDF")) return "it is a pdf: draw its pages as png";
  return `its first bytes are not those of ${readableKinds}`;
}

/** The brands of a file that begins as mp4, avif and heic files do: what it is, and what it is compatible with. */
function brands(text: string): string[] {
  if (text.slice(4, 8) !== "ftyp") return [];
  const length = text.charCodeAt(2) * 256 + text.charCodeAt(3);
  const listed = text.slice(8, Math.max(length, 12)).match(/.{4}/gs) ?? [];
  return listed.filter((_, at) => at !== 1);
}
