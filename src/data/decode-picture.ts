import sharp, { type Sharp } from "sharp";
import { deepValues, scaledToBytes } from "./deep-values.js";
import { reducedSize } from "./reduced-size.js";
import { sharpPicture } from "./sharp-picture.js";
import type { Size } from "./stored-size.js";
import { wholeRecord } from "./whole-record.js";

export const availableChannels = [1, 3, 4] as const;
/** 1 grey, 3 RGB, 4 RGBA. */
export type Channels = (typeof availableChannels)[number];

/** The values that become black and white in pictures of more than 8 bits. */
export type ValueRange = readonly [low: number, high: number];

/** What every decoded picture becomes. All that settles the bytes is here, so it also names them in the cache. */
export type PictureTarget = {
  readonly height: number;
  readonly width: number;
  /** Pixels that the shorter side has at least before it is resized to the shape, where the file has them (`decodedSide`). */
  readonly decodedSide: number;
  readonly channels: Channels;
  readonly background: string;
  /** `whole`: all of the picture, stretched to the shape, with its own proportions behind it (`wholeRecord`). */
  readonly fit: "cover" | "contain" | "whole";
  readonly maxPixels: number;
  /** Null: 16 bits are reduced to 8, and other values are cut to 0 to 255. */
  readonly valueRange: ValueRange | null;
};

/** Whether sharp knows a colour: a CSS name, #rgb, rgb(), hsl(). */
export function isColour(text: string): boolean {
  try {
    sharp({ create: { width: 1, height: 1, channels: 3, background: text } });
    return true;
  } catch {
    return false;
  }
}

/**
 * Decodes one encoded picture to bytes [channels, height, width], once for all targets: turned as its EXIF says, first
 * frame only, values of more than 8 bits brought to 8 by the range, transparency put on the background first
 * (transparent pixels hold arbitrary colours) unless 4 channels are asked, colours brought to sRGB, then resized.
 * Rejects with sharp's error when the picture is corrupt, cut short or larger than `maxPixels`.
 *
 * @param targets at least one; they differ in shape and fit only
 */
export async function decodePicture(
  bytes: Uint8Array,
  targets: readonly PictureTarget[],
): Promise<readonly Uint8Array[]> {
  const { maxPixels, valueRange } = targets[0]!;
  const picture = sharpPicture(bytes, maxPixels).autoOrient();
  const { autoOrient: own, format } = await picture.metadata();
  const deep = valueRange === null ? null : await deepValues(picture);
  const shallow = deep === null || valueRange === null ? picture : scaledToBytes(deep, valueRange);
  const size: Size = deep === null ? [own.height, own.width] : [deep.height, deep.width];
  const decoded = new Map<string, Promise<Sharp>>();
  return Promise.all(
    targets.map(async (target) => {
      const reduced = reducedSize(size, format === "jpeg", target.decodedSide);
      const key = reduced.join("x");
      const pixels = decoded.get(key) ?? flatPixels(shallow.clone(), size, reduced, target);
      decoded.set(key, pixels);
      const planes = await resizedPlanes((await pixels).clone(), target);
      return target.fit === "whole" ? wholeRecord(planes, own.width / own.height) : planes;
    }),
  );
}

/** Decoded pixels as bytes of the target's channels, for sharp to go on with. */
async function flatPixels(
  picture: Sharp,
  size: Size,
  reduced: Size,
  { channels, background }: PictureTarget,
): Promise<Sharp> {
  const flat = channels === 4 ? picture.ensureAlpha() : picture.flatten({ background });
  const [height, width] = reduced;
  const isSame = height === size[0] && width === size[1];
  const { data, info } = await (isSame ? flat : flat.resize({ width, height, fit: "fill" }))
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
}

/** As decodePicture, for raw grey bytes [height, width] of a known size. */
export async function resizeGrey(
  pixels: Uint8Array,
  height: number,
  width: number,
  target: PictureTarget,
): Promise<Uint8Array> {
  const resized =
    height === target.height && width === target.width
      ? greyToPlanes(pixels, target)
      : await resizedPlanes(sharp(pixels, { raw: { width, height, channels: 1 } }), target);
  return target.fit === "whole" ? wholeRecord(resized, width / height) : resized;
}

async function resizedPlanes(picture: Sharp, target: PictureTarget): Promise<Uint8Array> {
  const { height, width, channels, background } = target;
  const fit = target.fit === "whole" ? "fill" : target.fit;
  const full = channels === 4 ? picture.ensureAlpha() : picture;
  const pixels = await full
    .resize({ width, height, fit, position: "centre", background })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .raw()
    .toBuffer();
  if (pixels.length === height * width * channels) return toPlanes(pixels, channels);
  throw new Error(`decoded to ${pixels.length} bytes, expected ${height * width * channels}`);
}

/** [height, width, channels] to [channels, height, width]. */
function toPlanes(pixels: Uint8Array, channels: number): Uint8Array {
  if (channels === 1) return pixels;
  const planes = new Uint8Array(pixels.length);
  for (let c = 0, to = 0; c < channels; c++) {
    for (let from = c; from < pixels.length; from += channels) planes[to++] = pixels[from]!;
  }
  return planes;
}

function greyToPlanes(pixels: Uint8Array, { channels }: PictureTarget): Uint8Array {
  if (channels === 1) return pixels;
  const planes = new Uint8Array(pixels.length * channels).fill(255);
  for (let c = 0; c < 3; c++) planes.set(pixels, c * pixels.length);
  return planes;
}
