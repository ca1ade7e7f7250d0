import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll } from "vitest";
import { labelsFromNames } from "./class-labels.js";
import { imageSourceOf } from "./image-source.js";
import { memoryStore } from "./record-store.js";
import type { ImageSource } from "./source.js";

/** A folder for this test file, removed when it ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "unlabel-data-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file, making its folders. */
export async function put(folder: string, path: string, content: Uint8Array | string): Promise<string> {
  const full = join(folder, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, content);
  return full;
}

/** A picture of one colour. */
export function plain(colour: string, width = 8, height = width): Sharp {
  return sharp({ create: { width, height, channels: 3, background: colour } });
}

/** A noisy picture, which no format can make small. */
export function noise(seed: number, width = 40, height = 30): Sharp {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * i * 31 + seed * i * 7) >> 3);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Numbers that TIFF files hold; half floats as their bits. */
export type TiffValues =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/**
 * A TIFF file of one strip, uncompressed: values [height, width, samples] as they are. One sample is grey, two are grey and
 * alpha, three RGB, more of them RGB and alpha, and others.
 *
 * @param kind of the values, as SampleFormat has it: 1 whole, 2 with signs, 3 floating point, 6 complex
 */
export function tiff(
  values: TiffValues,
  height: number,
  width: number,
  kind = /^Float/.test(values.constructor.name) ? 3 : /^Int/.test(values.constructor.name) ? 2 : 1,
): Uint8Array {
  const samples = (values.length / (height * width)) >> (kind === 6 ? 1 : 0);
  const [short, long] = [3, 4];
  const each = (value: number) => Array<number>(samples).fill(value);
  const bits = 8 * values.BYTES_PER_ELEMENT * (kind === 6 ? 2 : 1);
  const others = samples > 3 ? samples - 3 : samples === 2 ? 1 : 0;
  const entries: [tag: number, type: number, values: number[]][] = [
    [256, long, [width]],
    [257, long, [height]],
    [258, short, each(bits)],
    [259, short, [1]],
    [262, short, [samples < 3 ? 1 : 2]],
    [273, long, [8]],
    [277, short, [samples]],
    [278, long, [height]],
    [279, long, [values.byteLength]],
    // Straight alpha, then what nobody knows.
    ...(others > 0 ? [[338, short, [2, ...Array(others - 1).fill(0)]] as never] : []),
    [339, short, each(kind)],
  ];
  const directory = 8 + values.byteLength + (values.byteLength % 2);
  const behind = directory + 2 + 12 * entries.length + 4;
  const bytes = new Uint8Array(behind + 8 * samples * 3);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directory, true);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 8);
  view.setUint16(directory, entries.length, true);
  let free = behind;
  for (const [i, [tag, type, list]] of entries.entries()) {
    const at = directory + 2 + 12 * i;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, list.length, true);
    if (type === long) view.setUint32(at + 8, list[0]!, true);
    else if (list.length <= 2)
      for (const [k, value] of list.entries()) view.setUint16(at + 8 + 2 * k, value, true);
    else {
      view.setUint32(at + 8, free, true);
      for (const [k, value] of list.entries()) view.setUint16(free + 2 * k, value, true);
      free += 2 * list.length;
    }
  }
  return bytes;
}

/** The bits of a half float that is a normal number, or none. */
export function half(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  if (value === Number.POSITIVE_INFINITY) return 0x7c00;
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
  const exponent = ((bits >>> 23) & 255) - 127 + 15;
  const sign = (bits >>> 16) & 0x8000;
  return exponent <= 0 ? sign : sign | (exponent << 10) | ((bits >>> 13) & 1023);
}

/** An IDX file: a type code, dimensions, and the values' bytes. */
export function idx(type: number, dims: readonly number[], values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * dims.length + values.length);
  bytes.set([0, 0, type, dims.length]);
  const view = new DataView(bytes.buffer);
  for (const [i, dim] of dims.entries()) view.setUint32(4 + 4 * i, dim);
  bytes.set(Uint8Array.from(values), 4 + 4 * dims.length);
  return bytes;
}

/** Grey 1x2 pictures in memory whose two bytes are their number, with a class name each, or none. */
export function numbered(length: number, classOf: ((index: number) => string | null) | null): ImageSource {
  const bytes = Uint8Array.from({ length: 2 * length }, (_, i) => (i & 1 ? i >> 9 : (i >> 1) & 255));
  const names = Array.from({ length }, (_, i) => classOf?.(i) ?? null);
  return imageSourceOf({
    name: "numbered",
    store: memoryStore(bytes, 2),
    shape: [1, 1, 2],
    sizeNote: "1x2",
    skipped: [],
    notes: [],
    id: (index) => `picture ${index}`,
    readLabels: classOf === null ? null : async () => labelsFromNames(names),
  });
}

/** The numbers in a batch of `numbered` pictures. */
export function numbersIn(images: Uint8Array): number[] {
  return Array.from({ length: images.length / 2 }, (_, i) => images[2 * i]! + 256 * images[2 * i + 1]!);
}
