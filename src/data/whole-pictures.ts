import type { FilledStore } from "./record-store.js";
import type { WholeSource } from "./source.js";
import { wholePictures, wholeRecordBytes } from "./whole-record.js";

/** Whole pictures in a store, what a person should know of it, and what closes it. */
export type WholePictures = {
  readonly source: WholeSource;
  readonly notes: readonly string[];
  close(): Promise<void>;
};

/** Whole pictures, out of the store that was filled with them. */
export function wholePicturesIn({ store, notes }: FilledStore, shape: WholeSource["shape"]): WholePictures {
  return {
    notes,
    source: {
      shape,
      storedIn: store.storedIn,
      async read(indices) {
        const records = new Uint8Array(indices.length * store.recordBytes);
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
