import type { Sharp } from "sharp";

/** Halves go from -65504 to 65504; so they lie within 16 to 65520. */
const coarse = { factor: 0.5, added: 2 ** 15, least: 16, most: 65520 } as const;
/** What finite values become in the second pass: 0 and 65535 are left to infinite ones and to what is no number. */
const [lowest, highest] = [1000, 64000];

/** Values of a picture and its shape. */
export type ShapedValues = {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly bands: 1 | 2 | 3 | 4;
};

/**
 * The values of a grey picture of 16-bit floating point. Its colour space is that of whole numbers of 16 bits, so libvips
 * gives nothing else out: 0.25 becomes 0. They are scaled to such numbers first, by where they lie, which a first pass
 * finds out.
 */
export async function halfValues(picture: Sharp, space: string): Promise<ShapedValues> {
  const pass = async (factor: number, added: number) => {
    const { data, info } = await picture
      .clone()
      .linear(factor, added)
      .toColourspace(space)
      .raw({ depth: "ushort" })
      .toBuffer({ resolveWithObject: true });
    return { shorts: shortsIn(data), info };
  };
  const { shorts, info } = await pass(coarse.factor, coarse.added);
  const bands = info.channels as ShapedValues["bands"];
  // An alpha is left as it is.
  const isAlpha = (i: number) => bands % 2 === 0 && i % bands === bands - 1;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [i, short] of shorts.entries()) {
    if (isAlpha(i) || short < coarse.least || short > coarse.most) continue;
    const value = (short - coarse.added) / coarse.factor;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // What was rounded is less than this.
  const around = 1 / coarse.factor;
  const factor = low <= high ? (highest - lowest) / (high - low + 2 * around) : 1;
  const added = low <= high ? lowest - (low - around) * factor : 0;
  const fine = (await pass(factor, added)).shorts;
  const values = Float32Array.from(fine, (short, i) => {
    if (isAlpha(i)) return short;
    return short === 0 || short === 2 ** 16 - 1 ? Number.NaN : (short - added) / factor;
  });
  return { values, bands, height: info.height, width: info.width };
}

/** Bytes as numbers of 16 bits. */
export function shortsIn(data: Uint8Array): Uint16Array {
  return new Uint16Array(aligned(data));
}

/** The bytes of a buffer alone, from their first one on. */
export function aligned(data: Uint8Array): ArrayBuffer {
  const isOwn = data.byteOffset === 0 && data.byteLength === data.buffer.byteLength;
  return (isOwn ? data.buffer : Uint8Array.from(data).buffer) as ArrayBuffer;
}
