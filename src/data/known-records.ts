import { cacheEntries } from "./cache-folder.js";
import { type CacheKey, inputBytes } from "./cache-key.js";
import { type CachedSet, markUsed, openCached } from "./disk-cache.js";

/** Records of inputs that other sets hold: of the same files, decoded the same way. */
export type KnownRecords = {
  /** The record of the input at this position; null where it has to be decoded. */
  at(position: number): Promise<Uint8Array | null>;
  close(): Promise<void>;
};

export const nothingKnown: KnownRecords = { at: async () => null, close: async () => {} };

/**
 * Looks for inputs of a set in other sets: pictures were added or removed, more or fewer are asked for, or a file can be
 * read that could not be before. Damaged records count as not known.
 */
export async function knownRecords(folder: string, key: CacheKey): Promise<KnownRecords> {
  const positions = new Map<string, number>();
  for (let i = 0; i < key.inputs.length / inputBytes; i++) positions.set(inputAt(key.inputs, i), i);
  const found = new Map<number, { readonly set: CachedSet; readonly record: number }>();
  const used: CachedSet[] = [];
  for (const { name, facts } of await cacheEntries(folder)) {
    if (
      facts?.format !== "unlabel-pictures-2" ||
      facts.decoding !== key.decoding ||
      found.size === positions.size
    )
      continue;
    const set = await openCached(folder, name);
    if (set === null || set === "damaged") continue;
    const before = found.size;
    for (const [input, record] of recordsOf(set)) {
      const position = positions.get(input);
      if (position !== undefined && !found.has(position)) found.set(position, { set, record });
    }
    if (found.size === before) {
      await set.store.close();
      continue;
    }
    used.push(set);
    await markUsed(folder, name);
  }
  return {
    async at(position) {
      const place = found.get(position);
      if (place === undefined) return null;
      const record = new Uint8Array(place.set.store.recordBytes);
      return place.set.store.read([place.record], record).then(
        () => record,
        () => null,
      );
    },
    async close() {
      for (const { store } of used) await store.close();
    },
  };
}

/** Every input of a set that has a record, with its place among the records. */
function* recordsOf({ facts, inputs }: CachedSet): Generator<[input: string, record: number]> {
  const without = new Set([...facts.skipped.map(([position]) => position), ...facts.unread]);
  let record = 0;
  for (let i = 0; i < facts.inputs; i++) if (!without.has(i)) yield [inputAt(inputs, i), record++];
}

function inputAt(inputs: Uint8Array, position: number): string {
  return Buffer.from(inputs.buffer, inputs.byteOffset + position * inputBytes, inputBytes).toString("latin1");
}
