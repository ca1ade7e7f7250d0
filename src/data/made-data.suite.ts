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

/** A grey TIFF file of one strip, uncompressed: values [height, width] as they are, whatever their kind. */
export function tiff(
  values: Uint8Array | Int8Array | Uint16Array | Int16Array | Int32Array | Float32Array,
  height: number,
  width: number,
): Uint8Array {
  const kind = values instanceof Float32Array ? 3 : /^Int/.test(values.constructor.name) ? 2 : 1;
  const [short, long] = [3, 4];
  const entries = [
    [256, long, width],
    [257, long, height],
    [258, short, 8 * values.BYTES_PER_ELEMENT],
    [259, short, 1],
    [262, short, 1],
    [273, long, 8],
    [277, short, 1],
    [278, long, height],
    [279, long, values.byteLength],
    [339, short, kind],
  ] as const;
  const directory = 8 + values.byteLength;
  const bytes = new Uint8Array(directory + 2 + 12 * entries.length + 4);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directory, true);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 8);
  view.setUint16(directory, entries.length, true);
  for (const [i, [tag, type, value]] of entries.entries()) {
    const at = directory + 2 + 12 * i;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, 1, true);
    view.setUint32(at + 8, value, true);
  }
  return bytes;
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
