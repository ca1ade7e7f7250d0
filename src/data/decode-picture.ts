import sharp, { type Sharp } from "sharp";

export const availableChannels = [1, 3, 4] as const;
/** 1 grey, 3 RGB, 4 RGBA. */
export type Channels = (typeof availableChannels)[number];

/** What every decoded picture becomes. */
export type PictureTarget = {
  readonly height: number;
  readonly width: number;
  readonly channels: Channels;
  readonly background: string;
  readonly fit: "cover" | "contain";
  readonly maxPixels: number;
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
 * Decodes one encoded picture to bytes [channels, height, width]: turned as its EXIF says, first
 * frame only, transparency put on the background first (transparent pixels hold arbitrary colours)
 * unless 4 channels are asked, 16 bits reduced to 8, colours brought to sRGB, then resized.
 * Rejects with sharp's error when the picture is corrupt, cut short or larger than `maxPixels`.
 */
export async function decodePicture(bytes: Uint8Array, target: PictureTarget): Promise<Uint8Array> {
  // `error` also refuses pictures that are cut short, yet lets harmless oddities pass.
  const picture = sharp(bytes, { failOn: "error", limitInputPixels: target.maxPixels }).autoOrient();
  return resizedPlanes(picture, target);
}

/** As decodePicture, for raw grey bytes [height, width] of a known size. */
export async function resizeGrey(
  pixels: Uint8Array,
  height: number,
  width: number,
  target: PictureTarget,
): Promise<Uint8Array> {
  if (height === target.height && width === target.width) return greyToPlanes(pixels, target);
  return resizedPlanes(sharp(pixels, { raw: { width, height, channels: 1 } }), target);
}

async function resizedPlanes(picture: Sharp, target: PictureTarget): Promise<Uint8Array> {
  const { height, width, channels, background, fit } = target;
  const flat = channels === 4 ? picture.ensureAlpha() : picture.flatten({ background });
  const pixels = await flat
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
