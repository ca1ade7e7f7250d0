import type { Decoded } from "./decode-file.js";
import { fillStore } from "./fill-store.js";
import type { ImageSettings } from "./image-options.js";
import type { WholeSource } from "./source.js";
import { wholePictures, wholeRecordBytes } from "./whole-record.js";

/** Whole pictures in a store, and what closes it. */
export type WholePictures = { readonly source: WholeSource; close(): Promise<void> };

export type WholeInputs = {
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly length: number;
  /** Names the inputs and how they are decoded. */
  readonly key: () => Promise<string>;
  /** Records of whole pictures, in order. */
  readonly decode: () => AsyncIterable<Decoded>;
  /** An input was read before, for the smaller picture, and cannot be read now. */
  readonly onLost: (position: number, reason: string) => Error;
};

/** Decodes whole pictures, with what memory the smaller ones have left. */
export async function openWhole(
  { shape, length, key, decode, onLost }: WholeInputs,
  settings: ImageSettings,
): Promise<WholePictures> {
  const bytes = wholeRecordBytes(shape);
  const { store } = await fillStore(settings, length, bytes, key, decode, (position, reason) => {
    throw onLost(position, reason);
  });
  return {
    source: {
      shape,
      storedIn: store.storedIn,
      async read(indices) {
        const records = new Uint8Array(indices.length * bytes);
        await store.read(indices, records);
        return wholePictures(records, indices.length);
      },
    },
    close: () => store.close(),
  };
}

/** What is kept for crops, for a person. */
export function wholeNote({ shape, storedIn }: WholeSource, length: number): string {
  const [, height, width] = shape;
  const megabytes = (length * wholeRecordBytes(shape)) / 1e6;
  return `Crops are taken from whole pictures, kept at ${height}x${width}: ${megabytes < 10 ? megabytes.toFixed(1) : megabytes.toFixed(0)} MB ${storedIn === "memory" ? "in memory" : "on disk"}.`;
}
