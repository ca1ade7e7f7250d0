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
