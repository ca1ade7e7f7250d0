import type { CacheKey } from "./cache-key.js";
import type { Inputs } from "./decode-into.js";
import { fillStore } from "./fill-store.js";
import type { ImageSettings } from "./image-options.js";
import type { WholeSource } from "./source.js";
import { wholePictures, wholeRecordBytes } from "./whole-record.js";

/** Whole pictures in a store, what a person should know of it, and what closes it. */
export type WholePictures = {
  readonly source: WholeSource;
  readonly notes: readonly string[];
  close(): Promise<void>;
};

export type WholeInputs = Pick<Inputs, "name" | "shape" | "length" | "decode"> & {
  /** Names the inputs and how they are decoded. */
  readonly key: () => Promise<CacheKey>;
  /** An input was read before, for the smaller picture, and cannot be read now. */
  readonly onLost: (position: number, reason: string) => Error;
};

/** Decodes whole pictures, with what memory the smaller ones have left. */
export async function openWhole(
  { key, onLost, ...inputs }: WholeInputs,
  settings: ImageSettings,
): Promise<WholePictures> {
  const { shape } = inputs;
  const recordBytes = wholeRecordBytes(shape);
  const onSkip = (position: number, reason: string) => {
    throw onLost(position, reason);
  };
  const { store, notes } = await fillStore({ ...inputs, recordBytes, onSkip }, key, settings);
  return {
    notes,
    source: {
      shape,
      storedIn: store.storedIn,
      async read(indices) {
        const records = new Uint8Array(indices.length * recordBytes);
        await store.read(indices, records);
        return wholePictures(records, indices.length);
      },
    },
    close: () => store.close(),
  };
}

/** What is kept for crops, for a person. */
export function wholeNotes(whole: WholePictures | null, length: number): readonly string[] {
  if (whole === null) return [];
  const { shape, storedIn } = whole.source;
  const [, height, width] = shape;
  const megabytes = (length * wholeRecordBytes(shape)) / 1e6;
  const note = `Crops are taken from whole pictures, kept at ${height}x${width}: ${megabytes < 10 ? megabytes.toFixed(1) : megabytes.toFixed(0)} MB ${storedIn === "memory" ? "in memory" : "on disk"}.`;
  return [note, ...whole.notes];
}
