import { setImmediate } from "node:timers/promises";
import { fingerprintOf } from "./fingerprint.js";
import type { RecordStore } from "./record-store.js";
import { checkIndices, type ImageSource, type Labels, type Skipped, type WholeSource } from "./source.js";
import type { WholePictures } from "./whole-pictures.js";

const bytesAtOnce = 16 * 2 ** 20;

export type ImageSourceParts = {
  readonly name: string;
  readonly store: RecordStore;
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly storeSize?: readonly [height: number, width: number] | null;
  readonly whole?: WholePictures | null;
  readonly valueRange?: readonly [low: number, high: number] | null;
  readonly sizeNote: string;
  readonly skipped: readonly Skipped[];
  readonly notes: readonly string[];
  /** Told the notes of labels when those are read. */
  readonly onNote?: ((sentence: string) => void) | null;
  /** Ids of the samples that `limit` cut off; absent where there are none. */
  readonly beyondLimit?: () => readonly string[];
  readonly id: (index: number) => string;
  /** Null when there are no labels. */
  readonly readLabels: (() => Promise<Labels>) | null;
};

/** A source over decoded pictures in a store. */
export function imageSourceOf(parts: ImageSourceParts): ImageSource {
  const { name, store, shape, sizeNote, skipped, notes, readLabels } = parts;
  const length = store.count;
  let labels: Promise<Labels> | null = null;
  let prints: Promise<BigUint64Array> | null = null;
  async function toldLabels(reading: Promise<Labels>): Promise<Labels> {
    const found = await reading;
    for (const sentence of found.notes ?? []) parts.onNote?.(sentence);
    return found;
  }
  return {
    kind: "pictures",
    name,
    length,
    shape,
    storeSize: parts.storeSize ?? null,
    ...(parts.whole && { whole: inRange(parts.whole.source, length) }),
    valueRange: parts.valueRange ?? null,
    sizeNote,
    skipped,
    notes,
    ...(parts.beyondLimit && { beyondLimit: parts.beyondLimit }),
    storedIn: store.storedIn,
    id(index) {
      checkIndices([index], length);
      return parts.id(index);
    },
    hasLabels: readLabels !== null,
    async labels() {
      if (readLabels === null) return null;
      labels ??= toldLabels(readLabels());
      return labels;
    },
    async read(indices) {
      checkIndices(indices, length);
      const images = new Uint8Array(indices.length * store.recordBytes);
      await store.read(indices, images);
      return { images };
    },
    async fingerprints() {
      prints ??= printsOf(store, shape.join("x"));
      return (await prints).slice();
    },
    async close() {
      await store.close();
      await parts.whole?.close();
    },
  };
}

function inRange(source: WholeSource, length: number): WholeSource {
  return {
    ...source,
    async read(indices) {
      checkIndices(indices, length);
      return source.read(indices);
    },
  };
}

/** Read once, where the store does not know them: records in memory are told as they are asked for. */
async function printsOf(store: RecordStore, shape: string): Promise<BigUint64Array> {
  if (store.fingerprints !== null) return store.fingerprints;
  const prints = new BigUint64Array(store.count);
  const record = new Uint8Array(store.recordBytes);
  const atOnce = Math.max(1, Math.floor(bytesAtOnce / store.recordBytes));
  for (let i = 0; i < store.count; i++) {
    // Lets others have their turn, Ctrl-C among them.
    if (i % atOnce === 0) await setImmediate();
    await store.read([i], record);
    prints[i] = fingerprintOf(shape, record);
  }
  return prints;
}
