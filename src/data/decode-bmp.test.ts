import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bitmap, decodeBmp } from "./decode-bmp.js";
import { openImages } from "./index.js";
import { put, temporaryFolder } from "./made-data.suite.js";

/** Red, green, blue, yellow, black, white. */
const colours = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
  [0, 0, 0],
  [255, 255, 255],
] as const;
/** 5 x 2 pixels, as places in `colours`, the top row first. */
const picture = [
  [0, 1, 2, 3, 4],
  [5, 4, 3, 2, 1],
];
const expected = Uint8Array.from(picture.flat().flatMap((index) => [...colours[index]!]));

interface Parts {
  readonly width?: number;
  readonly height?: number;
  readonly bits: number;
  readonly compression?: number;
  /** What follows the header of 40 bytes: masks. */
  readonly masks?: readonly number[];
  readonly palette?: readonly (readonly number[])[];
  readonly pixels: readonly number[];
  readonly headerSize?: number;
}

/** A bitmap file, put together by hand. */
function bmp(parts: Parts): Uint8Array {
  const { width = 5, height = 2, bits, compression = 0, masks = [], palette = [], pixels } = parts;
  const { headerSize = 40 } = parts;
  const isOld = headerSize === 12;
  const inside = Math.max(0, masks.length * 4 - (headerSize - 40));
  const start = 14 + headerSize + (isOld ? 0 : inside) + palette.length * (isOld ? 3 : 4);
  const bytes = new Uint8Array(start + pixels.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, start, true);
  view.setUint32(14, headerSize, true);
  if (isOld) {
    for (const [i, value] of [width, height, 1, bits].entries()) view.setUint16(18 + 2 * i, value, true);
  } else {
    view.setInt32(18, width, true);
    view.setInt32(22, height, true);
    view.setUint16(26, 1, true);
    view.setUint16(28, bits, true);
    view.setUint32(30, compression, true);
    view.setUint32(46, palette.length, true);
    for (const [i, mask] of masks.entries()) view.setUint32(54 + 4 * i, mask, true);
  }
  let at = start - palette.length * (isOld ? 3 : 4);
  for (const [red, green, blue] of palette) {
    bytes.set([blue!, green!, red!], at);
    at += isOld ? 3 : 4;
  }
  bytes.set(pixels, start);
  return bytes;
}

/** Rows from the bottom, each filled up to four bytes. */
const rows = (bytesOf: (row: readonly number[]) => number[], top = false): number[] =>
  (top ? picture : [...picture].reverse()).flatMap((row) => {
    const bytes = bytesOf(row);
    return [...bytes, ...Array((4 - (bytes.length % 4)) % 4).fill(0)];
  });

const bgr = (row: readonly number[]) => row.flatMap((index) => [...colours[index]!].reverse());
/** Values of 16 or 32 bits, the lowest byte first. */
const words = (size: number, packed: (rgb: readonly number[]) => number) => (row: readonly number[]) =>
  row.flatMap((index) => {
    const value = packed(colours[index]!);
    return Array.from({ length: size / 8 }, (_, i) => (value >>> (8 * i)) & 255);
  });
const fives = words(16, ([r, g, b]) => ((r! >> 3) << 10) | ((g! >> 3) << 5) | (b! >> 3));
const sixes = words(16, ([r, g, b]) => ((r! >> 3) << 11) | ((g! >> 2) << 5) | (b! >> 3));
const bgrx = words(32, ([r, g, b]) => ((7 << 24) | (r! << 16) | (g! << 8) | b!) >>> 0);
const rgba = words(32, ([r, g, b]) => ((r! << 24) | (g! << 16) | (b! << 8) | (r === 255 ? 128 : 255)) >>> 0);
const nibbles = (row: readonly number[]) => [0, 2, 4].map((i) => (row[i]! << 4) | (row[i + 1] ?? 0));

const decoded = (parts: Parts): Bitmap => decodeBmp(bmp(parts), 2 ** 20);

describe("bitmaps", () => {
  const colourful: Record<string, Parts> = {
    "24 bits": { bits: 24, pixels: rows(bgr) },
    "24 bits of OS/2": { bits: 24, headerSize: 12, pixels: rows(bgr) },
    "24 bits from the top": { bits: 24, height: -2, pixels: rows(bgr, true) },
    "16 bits": { bits: 16, pixels: rows(fives) },
    "16 bits with masks": { bits: 16, compression: 3, masks: [0xf800, 0x7e0, 0x1f], pixels: rows(sixes) },
    "32 bits, the last byte unused": { bits: 32, pixels: rows(bgrx) },
    "32 bits with masks": {
      ...{ bits: 32, compression: 3, masks: [0xff000000, 0xff0000, 0xff00], pixels: rows(rgba) },
    },
    "8 bits": { bits: 8, palette: colours, pixels: rows((row) => [...row]) },
    "8 bits of OS/2": { bits: 8, headerSize: 12, palette: colours, pixels: rows((row) => [...row]) },
    "4 bits": { bits: 4, palette: colours, pixels: rows(nibbles) },
    "8 bits in runs": {
      ...{ bits: 8, compression: 1, palette: colours },
      // The bottom row as it is (an odd number of values, filled up), the top one as runs, the end.
      pixels: [0, 5, 5, 4, 3, 2, 1, 0, 0, 0, 1, 0, 1, 1, 1, 2, 0, 2, 0, 0, 1, 3, 1, 4, 0, 1],
    },
    "4 bits in runs": {
      ...{ bits: 4, compression: 2, palette: colours },
      // Runs of four bits alternate between two values.
      pixels: [0, 5, 0x54, 0x32, 0x10, 0, 0, 0, 2, 0x01, 2, 0x23, 1, 0x40, 0, 1],
    },
  };
  for (const [name, parts] of Object.entries(colourful)) {
    it(`reads ${name}`, () => {
      expect(decoded(parts)).toEqual({ width: 5, height: 2, channels: 3, pixels: expected });
    });
  }

  it("reads two colours, greys, alpha where there is any, and pixels that runs jump over", () => {
    const two = decoded({
      ...{ bits: 1, palette: [colours[0], colours[4]], pixels: [0b10100000, 0, 0, 0, 0b01011000, 0, 0, 0] },
    });
    const [black, red] = [
      [0, 0, 0],
      [255, 0, 0],
    ];
    const rowsOf = (bits: string) => [...bits].flatMap((bit) => (bit === "1" ? black : red));
    expect([...two.pixels]).toEqual([...rowsOf("01011"), ...rowsOf("10100")]);

    const greys = [0, 80, 160].map((level) => [level, level, level]);
    const grey = decoded({ bits: 8, width: 3, height: 1, palette: greys, pixels: [2, 0, 1, 0] });
    expect(grey).toEqual({ width: 3, height: 1, channels: 1, pixels: Uint8Array.of(160, 0, 80) });

    const masks = [0xff000000, 0xff0000, 0xff00, 0xff];
    const clear = decoded({ bits: 32, headerSize: 108, compression: 3, masks, pixels: rows(rgba) });
    expect(clear.channels).toBe(4);
    expect([...clear.pixels.subarray(0, 8)]).toEqual([255, 0, 0, 128, 0, 255, 0, 255]);
    const unfilled = words(32, ([r, g, b]) => ((r! << 24) | (g! << 16) | (b! << 8)) >>> 0);
    const opaque = decoded({ bits: 32, headerSize: 108, compression: 3, masks, pixels: rows(unfilled) });
    expect([...opaque.pixels.subarray(0, 4)]).toEqual([255, 0, 0, 255]);

    const jumped = [0, 2, 2, 1, 3, 5, 0, 1];
    const { pixels } = decoded({ bits: 8, compression: 1, palette: colours, pixels: jumped });
    expect([...pixels.subarray(0, 15)]).toEqual([
      ...colours[0]!,
      ...colours[0]!,
      ...Array(3).fill(colours[5]).flat(),
    ]);
  });

  it("refuses what is cut short, too large or announces more than it holds", () => {
    const whole = bmp({ bits: 24, pixels: rows(bgr) });
    for (let length = 0; length < whole.length - 1; length++)
      expect(() => decodeBmp(whole.subarray(0, length), 100), `${length}`).toThrow();
    expect(() => decodeBmp(whole, 9)).toThrow(/exceeds pixel limit/);
    const runs = { bits: 8, compression: 1, palette: colours };
    expect(() => decoded({ ...runs, pixels: [5, 0, 0, 0, 2, 1] })).toThrow(/cut short/);
    const vast = { width: 16_000, height: 16_000 };
    for (const parts of [
      { ...runs, ...vast },
      { bits: 24, ...vast },
    ])
      expect(() => decodeBmp(bmp({ ...parts, pixels: [5, 0, 0, 1] }), 2 ** 28)).toThrow(/cut short/);
    // Packed as jpeg.
    expect(() => decoded({ bits: 24, compression: 4, pixels: rows(bgr) })).toThrow(/unknown way/);
  });

  it("ends with pixels of the announced size or an error, for any bytes", () => {
    const value = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 2));
    const parts = fc.record({
      width: fc.integer({ min: -2, max: 9 }),
      height: fc.integer({ min: -5, max: 9 }),
      bits: fc.constantFrom(1, 2, 4, 8, 16, 24, 32, 7),
      compression: fc.constantFrom(0, 1, 2, 3, 6, 9),
      masks: fc.array(fc.constantFrom(0, 255, 0xff00, 0xf0f0, 0x80000000, 0xffffffff), { maxLength: 4 }),
      palette: fc.array(fc.tuple(value, value, value), { maxLength: 20 }),
      pixels: fc.array(value, { maxLength: 200 }),
      headerSize: fc.constantFrom(12, 16, 40, 52, 56, 64, 108, 124),
    });
    fc.assert(
      fc.property(parts, fc.nat(40), (given, cut) => {
        const bytes = bmp({ ...given, width: given.headerSize === 12 ? Math.abs(given.width) : given.width });
        let result: Bitmap;
        try {
          result = decodeBmp(bytes.subarray(0, bytes.length - cut), 50);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          return;
        }
        expect(result.pixels).toHaveLength(result.width * result.height * result.channels);
      }),
      { numRuns: 2000 },
    );
  });

  it("are pictures of a folder like all others", async () => {
    const folder = await temporaryFolder();
    await put(folder, "colour/a.bmp", bmp({ bits: 24, pixels: rows(bgr) }));
    await put(folder, "colour/b.BMP", bmp({ bits: 4, palette: colours, pixels: rows(nibbles) }));
    const source = await openImages(join(folder, "colour"));
    expect([source.shape, source.length]).toEqual([[3, 2, 5], 2]);
    const { images } = await source.read([0, 1]);
    const planes = [0, 1, 2].flatMap((c) => picture.flat().map((index) => colours[index]![c]!));
    expect([...images]).toEqual([...planes, ...planes]);

    const greys = [0, 80, 160].map((level) => [level, level, level]);
    await put(
      folder,
      "grey/a.bmp",
      bmp({ bits: 8, width: 3, height: 1, palette: greys, pixels: [2, 0, 1, 0] }),
    );
    const grey = await openImages(join(folder, "grey"));
    expect([grey.shape, [...(await grey.read([0])).images]]).toEqual([
      [1, 1, 3],
      [160, 0, 80],
    ]);

    const masks = [0xff000000, 0xff0000, 0xff00, 0xff];
    const clear = bmp({ bits: 32, headerSize: 108, compression: 3, masks, pixels: rows(rgba) });
    await put(folder, "clear/a.bmp", clear);
    const onBlack = await openImages(join(folder, "clear"), { background: "black" });
    expect((await onBlack.read([0])).images[0]).toBe(128);
    expect((await (await openImages(join(folder, "clear"), { channels: 4 })).read([0])).images[30]).toBe(128);
  });
});
