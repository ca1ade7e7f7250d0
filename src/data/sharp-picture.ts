import sharp, { type Sharp } from "sharp";
import { decodeBmp } from "./decode-bmp.js";
import { pictureFormat } from "./picture-format.js";

/**
 * An encoded picture of a known format, for sharp to go on with. Bitmaps, which sharp cannot read, are unpacked here.
 * Throws Error when those are damaged; sharp tells of others when they are read.
 */
export function sharpPicture(bytes: Uint8Array, maxPixels: number): Sharp {
  if (pictureFormat(bytes) !== "bmp")
    // `error` also refuses pictures that are cut short, yet lets harmless oddities pass.
    return sharp(bytes, { failOn: "error", limitInputPixels: maxPixels });
  const { pixels, ...raw } = decodeBmp(bytes, maxPixels);
  return sharp(pixels, { raw, limitInputPixels: maxPixels });
}
