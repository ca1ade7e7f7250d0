import { readFile } from "node:fs/promises";
import { filesKeys } from "./cache-key.js";
import type { Decoded } from "./decode-file.js";
import type { Form } from "./decode-into.js";
import type { PictureTarget } from "./decode-picture.js";
import { fillStores } from "./fill-store.js";
import { type ImageOptions, imageSettings } from "./image-options.js";
import type { FilledStore, SkippedAt } from "./record-store.js";

/** Of no matter here. */
const target: PictureTarget = {
  ...{ height: 1, width: 2, decodedSide: 1, channels: 1, background: "white", fit: "cover" },
  ...{ maxPixels: 2, valueRange: null },
};

/** What filling a store with made files did. */
export type Opened = {
  readonly filled: FilledStore;
  /** The first byte of each record. */
  readonly values: readonly number[];
  /** Positions that were decoded. */
  readonly decoded: readonly number[];
  readonly skips: readonly SkippedAt[];
};

/**
 * Opens files as pictures of 1x2 whose bytes are the file's first one; an empty file gives none, nor does one that is not
 * there. Everything that is decoded is kept, unless `options` say otherwise.
 */
export async function openMade(
  files: readonly string[],
  options: ImageOptions,
  isPermitted: (position: number) => boolean = () => true,
): Promise<Opened> {
  const decoded: number[] = [];
  const skips: SkippedAt[] = [];
  async function one(position: number): Promise<Decoded> {
    decoded.push(position);
    if (!isPermitted(position)) return { reason: "no permission", mayPass: true };
    const bytes = await readFile(files[position]!).catch(() => null);
    if (bytes === null) return { reason: "not there", mayPass: true };
    return bytes.length === 0 ? { reason: "empty" } : { records: [new Uint8Array(2).fill(bytes[0]!)] };
  }
  const form: Form = { target, shape: [1, 1, 2], recordBytes: 2, key: () => filesKeys(files)("made") };
  const [filled] = await fillStores(
    {
      name: "made files",
      forms: [form],
      length: files.length,
      decode: { one },
      onSkip: (...skip) => skips.push(skip),
    },
    imageSettings({ keepAfter: 0, ...options }),
  );
  const { store } = filled!;
  const bytes = new Uint8Array(store.count * 2);
  const every = Array.from({ length: store.count }, (_, i) => i);
  await store.read(every, bytes).finally(store.close);
  return { filled: filled!, decoded, skips, values: [...bytes.filter((_, i) => i % 2 === 0)] };
}
