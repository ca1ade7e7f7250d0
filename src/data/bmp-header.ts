/** Where a channel's bits are in a pixel, and how far they go. */
export type Mask = { readonly shift: number; readonly most: number };

/** What the headers of a bitmap say. */
export type BmpHeader = {
  readonly width: number;
  readonly height: number;
  /** Whether the first row of the file is the top one. */
  readonly topDown: boolean;
  readonly bits: 1 | 2 | 4 | 8 | 16 | 24 | 32;
  readonly packing: "none" | "rle8" | "rle4";
  /** Of 16 and 32 bits; alpha null where there is none. */
  readonly masks: readonly [red: Mask, green: Mask, blue: Mask, alpha: Mask | null] | null;
  /** Red, green and blue of every index, for 8 bits and fewer. */
  readonly palette: Uint8Array;
  /** Where the pixels start. */
  readonly start: number;
};

/** The largest header before the pixels of a bitmap with a palette. */
export const longestBmpHeader = 14 + 124 + 4 * 256;

/**
 * Reads the headers of a bitmap: those of OS/2 and of all versions of Windows.
 * Throws Error when they are cut short, of a kind that holds no pixels (jpeg or png within), or make no sense.
 */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(14, true);
  const isOld = size === 12;
  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true);
  const signed = isOld ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(isOld ? 24 : 28, true);
  const compression = size < 40 ? 0 : view.getUint32(30, true);
  const isBits = (value: number): value is BmpHeader["bits"] => [1, 2, 4, 8, 16, 24, 32].includes(value);
  if (width <= 0 || signed === 0 || !isBits(bits)) throw new Error("a bitmap of no known size or depth");
  const masked = compression === 3 || compression === 6;
  const packing = ({ 0: "none", 1: "rle8", 2: "rle4", 3: "none", 6: "none" } as const)[compression];
  const fits =
    packing === "rle8" ? bits === 8 : packing === "rle4" ? bits === 4 : !masked || bits === 16 || bits === 32;
  if (packing === undefined || !fits) throw new Error("a bitmap that is packed in an unknown way");
  // Masks follow the first header of Windows, and are a part of later ones.
  const after = 14 + size + (masked && size === 40 ? (compression === 6 ? 16 : 12) : 0);
  const palette = bits > 8 ? new Uint8Array() : readPalette(bytes, view, { at: after, isOld, bits, size });
  const entry = isOld ? 3 : 4;
  const offset = view.getUint32(10, true);
  const earliest = after + (palette.length / 3) * entry;
  return {
    width,
    height: Math.abs(signed),
    topDown: signed < 0,
    bits,
    packing,
    masks:
      bits === 16 || bits === 32
        ? readMasks(view, { masked, bits, hasAlpha: size >= 56 || compression === 6 })
        : null,
    palette,
    start: offset < after ? earliest : offset,
  };
}

function readPalette(
  bytes: Uint8Array,
  view: DataView,
  { at, isOld, bits, size }: { at: number; isOld: boolean; bits: number; size: number },
): Uint8Array {
  const entry = isOld ? 3 : 4;
  const used = size < 36 ? 0 : view.getUint32(46, true);
  const offset = view.getUint32(10, true);
  const most = 2 ** bits;
  const said = used === 0 || used > most ? most : used;
  const count = offset > at ? Math.min(said, Math.floor((offset - at) / entry)) : said;
  if (bytes.length < at + count * entry) throw new Error("a bitmap that is cut short");
  const palette = new Uint8Array(3 * count);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < 3; c++) palette[3 * i + c] = bytes[at + i * entry + 2 - c]!;
  return palette;
}

function readMasks(
  view: DataView,
  { masked, bits, hasAlpha }: { masked: boolean; bits: number; hasAlpha: boolean },
): BmpHeader["masks"] {
  if (!masked) {
    const [size, most] = bits === 16 ? [5, 31] : [8, 255];
    return [
      { shift: 2 * size!, most: most! },
      { shift: size!, most: most! },
      { shift: 0, most: most! },
      null,
    ];
  }
  const at = (place: number) => maskOf(view.getUint32(54 + 4 * place, true));
  const [red, green, blue] = [at(0), at(1), at(2)];
  if (red === null || green === null || blue === null) throw new Error("a bitmap without a colour");
  return [red, green, blue, hasAlpha ? at(3) : null];
}

/** Null where no bit is set. */
function maskOf(mask: number): Mask | null {
  if (mask === 0) return null;
  const shift = 31 - Math.clz32(mask & -mask);
  return { shift, most: mask >>> shift };
}
