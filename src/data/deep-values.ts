import sharp, { type Sharp } from "sharp";
import { aligned, halfValues, shortsIn } from "./half-values.js";

/** Values of a picture of more than 8 bits, or of signed ones, as they stand in its file. */
export type DeepValues = {
  /** [height, width, bands] */
  readonly values: Uint16Array | Float32Array;
  /** What is to be added to them. */
  readonly offset: number;
  readonly height: number;
  readonly width: number;
  /** 1 grey, 2 grey and alpha, 3 colours, 4 colours and alpha. */
  readonly bands: 1 | 2 | 3 | 4;
  /** The value of an opaque pixel's alpha. */
  readonly opaque: number;
};

/** Colour spaces whose values stand for brightness as they are. */
const plainSpaces: ReadonlySet<string> = new Set(["b-w", "grey16", "rgb16", "scrgb", "srgb", "rgb"]);
/** Larger pictures are shrunk while they are read, since their values take 2 to 4 bytes each. */
const mostPixels = 2 ** 24;

/** Whether a picture's header says that its values are not bytes of 0 to 255. */
export function isDeep({ depth }: { readonly depth?: string | undefined }): boolean {
  return depth !== undefined && depth !== "uchar";
}

/**
 * The values of a picture of 16 or 32 bits, of floating point or with signs. Null for one of 8 bits, and for one in which
 * values are no brightness.
 *
 * @param most pixels; larger pictures are shrunk while they are read
 */
export async function deepValues(picture: Sharp, most = mostPixels): Promise<DeepValues | null> {
  const { depth, space, channels, hasAlpha, autoOrient } = await picture.metadata();
  if (depth === undefined || !isDeep({ depth }) || !plainSpaces.has(space) || channels > 4) return null;
  const is16 = space === "grey16" || space === "rgb16";
  const isFloat = !/short$/.test(depth);
  const shrink = Math.sqrt((autoOrient.width * autoOrient.height) / most);
  // One value that is no number would spread over all that are averaged with it.
  const kernel = isFloat ? "nearest" : "lanczos3";
  const small =
    shrink <= 1 ? picture : picture.clone().resize({ width: Math.ceil(autoOrient.width / shrink), kernel });
  const opaque = hasAlpha ? (opaqueOf[depth] ?? 1) : 1;
  if (is16 && isFloat) return { ...(await halfValues(small, space)), offset: 0, opaque };
  // libvips cuts 16-bit values to 0 to 65535 on the way out, so signed ones are moved there first.
  const isMoved = is16 && depth === "short";
  const moved = isMoved ? small.clone().linear(1, 2 ** 15) : small.clone();
  // Without a colour space of their own, 16-bit values come out as 0 to 255 whatever depth is asked for.
  const { data, info } = await moved
    .toColourspace(space)
    .raw({ depth: is16 ? "ushort" : "float" })
    .toBuffer({ resolveWithObject: true });
  const values = is16 ? shortsIn(data) : new Float32Array(aligned(data));
  const { height, width } = info;
  const bands = info.channels as DeepValues["bands"];
  return { values, offset: isMoved ? -(2 ** 15) : 0, height, width, bands, opaque };
}

/** What opaque pixels have as their alpha. */
const opaqueOf: Readonly<Record<string, number>> = {
  char: 2 ** 7 - 1,
  short: 2 ** 15 - 1,
  ushort: 2 ** 16 - 1,
  int: 2 ** 31 - 1,
  uint: 2 ** 32 - 1,
};

/** The same picture in bytes: `low` and what is below it become 0, `high` and what is above it 255; no number is 0. */
export function scaledToBytes(
  { values, offset, height, width, bands, opaque }: DeepValues,
  [low, high]: readonly [number, number],
): Sharp {
  const bytes = new Uint8Array(values.length);
  const factor = 255 / (high - low);
  const alpha = bands === 2 || bands === 4 ? bands - 1 : -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const scaled = i % bands === alpha ? (255 * value) / opaque : (value + offset - low) * factor;
    // Clamped: what is no number becomes 0.
    bytes[i] = scaled >= 255 ? 255 : scaled > 0 ? Math.round(scaled) : 0;
  }
  return sharp(bytes, { raw: { width, height, channels: bands } });
}
