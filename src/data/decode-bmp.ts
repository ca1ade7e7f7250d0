import { type BmpHeader, type Mask, readBmpHeader } from "./bmp-header.js";

/** A picture, unpacked: rows from the top, channels of a pixel beside each other. */
export type Bitmap = {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly pixels: Uint8Array;
};

/** One byte of a packed bitmap stands for at most so many pixels; where more are announced, most of it is missing. */
const mostPacked = 128;

/**
 * Decodes a bitmap (bmp): 1, 2, 4 and 8 bits with a palette, 16, 24 and 32 bits with any masks, rows from the bottom or
 * the top, run lengths of 4 and 8 bits. A palette of greys gives one channel. Alpha counts where the file has a mask for
 * it, and is not 0 throughout, as it is where a program did not fill it in.
 *
 * Throws Error when it is cut short, damaged or has more than `maxPixels` pixels, before memory is spent on those.
 */
export function decodeBmp(bytes: Uint8Array, maxPixels: number): Bitmap {
  const header = readBmpHeader(bytes);
  const { width, height, bits, packing } = header;
  const area = width * height;
  // The words that sharp has for it.
  if (area > maxPixels) throw new Error("Input image exceeds pixel limit");
  const held = bytes.length - header.start;
  const row = 4 * Math.ceil((width * bits) / 32);
  // The last row may lack what fills it up to four bytes.
  const needed = row * (height - 1) + Math.ceil((width * bits) / 8);
  const isCut = packing === "none" ? needed > held : area > 2 ** 16 && area > mostPacked * held;
  if (held <= 0 || isCut) throw new Error("a bitmap that is cut short");
  if (bits > 8) return { width, height, ...colours(bytes, header, row) };
  const indices = packing === "none" ? unpackRows(bytes, header, row) : unpackRuns(bytes, header);
  return { width, height, ...lookUp(indices, header.palette) };
}

/** Whether every colour of a palette is a grey. */
export function isGreyPalette(palette: Uint8Array): boolean {
  for (let i = 0; i < palette.length; i += 3)
    if (palette[i] !== palette[i + 1] || palette[i] !== palette[i + 2]) return false;
  return palette.length > 0;
}

/** The row of a picture that the n-th row of the file is. */
const rowAt = ({ height, topDown }: BmpHeader, n: number): number => (topDown ? n : height - 1 - n);

function colours(bytes: Uint8Array, header: BmpHeader, row: number): Pick<Bitmap, "channels" | "pixels"> {
  const { width, height, bits, start, masks } = header;
  const channels = masks?.[3] ? 4 : 3;
  const pixels = new Uint8Array(width * height * channels);
  let anyAlpha = false;
  for (let n = 0; n < height; n++) {
    let to = rowAt(header, n) * width * channels;
    for (let x = 0; x < width; x++) {
      const from = start + n * row + (x * bits) / 8;
      if (masks === null) {
        for (let c = 0; c < 3; c++) pixels[to++] = bytes[from + 2 - c]!;
        continue;
      }
      const low = bytes[from]! | (bytes[from + 1]! << 8);
      const value = bits === 16 ? low : (low | (bytes[from + 2]! << 16) | (bytes[from + 3]! << 24)) >>> 0;
      for (let c = 0; c < channels; c++) {
        const level = scaled(value, masks[c]!);
        if (c === 3 && level > 0) anyAlpha = true;
        pixels[to++] = level;
      }
    }
  }
  if (channels === 4 && !anyAlpha) for (let i = 3; i < pixels.length; i += 4) pixels[i] = 255;
  return { channels, pixels };
}

/** A channel's bits as 0 to 255. */
function scaled(value: number, { shift, most }: Mask): number {
  const level = (value >>> shift) & most;
  return most === 255 ? level : Math.round(((level >>> 0) * 255) / most);
}

function unpackRows(bytes: Uint8Array, header: BmpHeader, row: number): Uint8Array {
  const { width, height, bits, start } = header;
  const indices = new Uint8Array(width * height);
  const [perByte, mask] = [8 / bits, 2 ** bits - 1];
  for (let n = 0; n < height; n++) {
    const to = rowAt(header, n) * width;
    for (let x = 0; x < width; x++) {
      const byte = bytes[start + n * row + Math.floor(x / perByte)]!;
      indices[to + x] = (byte >> (8 - bits - (x % perByte) * bits)) & mask;
    }
  }
  return indices;
}

/** Run lengths: a count and a value; or 0 and what comes: the end of a row or of all, a jump, or that many values. */
function unpackRuns(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, bits, start } = header;
  const indices = new Uint8Array(width * height);
  let [x, n, at] = [0, 0, start];
  const put = (index: number) => {
    if (x < width && n < height) indices[rowAt(header, n) * width + x] = index;
    x++;
  };
  const half = (byte: number, i: number) => (bits === 8 ? byte : i % 2 === 0 ? byte >> 4 : byte & 15);
  while (at + 1 < bytes.length) {
    const [count, value] = [bytes[at]!, bytes[at + 1]!];
    at += 2;
    if (count > 0) for (let i = 0; i < count; i++) put(half(value, i));
    else if (value === 0) [x, n] = [0, n + 1];
    else if (value === 1) return indices;
    else if (value === 2) {
      x += bytes[at] ?? 0;
      n += bytes[at + 1] ?? 0;
      at += 2;
    } else {
      const length = bits === 8 ? value : Math.ceil(value / 2);
      if (at + length > bytes.length) break;
      for (let i = 0; i < value; i++) put(half(bytes[at + (bits === 8 ? i : i >> 1)]!, i));
      at += length + (length % 2);
    }
  }
  // Some programs leave the mark of the end out.
  if (n >= height || (n === height - 1 && x >= width)) return indices;
  throw new Error("a bitmap that is cut short");
}

function lookUp(indices: Uint8Array, palette: Uint8Array): Pick<Bitmap, "channels" | "pixels"> {
  const channels = isGreyPalette(palette) ? 1 : 3;
  const pixels = new Uint8Array(indices.length * channels);
  for (const [i, index] of indices.entries())
    for (let c = 0; c < channels; c++) pixels[i * channels + c] = palette[3 * index + c] ?? 0;
  return { channels, pixels };
}
