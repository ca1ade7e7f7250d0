import { ConfigError, UnlabelError } from "../errors.js";
import { cacheError } from "./cache-error.js";
import { makeRoom } from "./cache-folder.js";
import type { CacheKey } from "./cache-key.js";
import { overLimit, roomIn } from "./cache-room.js";
import type { FormSet } from "./decode-into.js";
import { cacheWriter } from "./disk-cache.js";
import type { LeftOut, RecordStore, RecordWriter } from "./record-store.js";

/**
 * Writes what was decoded into memory to the cache, for the next time. That nothing could be written is no reason to stop.
 *
 * @returns fingerprints of the records, null when they are not kept, and why that is, for a person
 */
export async function keepDecoded(
  folder: string,
  key: CacheKey,
  { name, shape, recordBytes }: FormSet,
  store: RecordStore,
  left: LeftOut,
): Promise<{ readonly fingerprints: BigUint64Array | null; readonly notes: readonly string[] }> {
  const { count } = store;
  const needed = bytesOf(count, recordBytes, key);
  try {
    const limit = await roomIn(folder, needed);
    // Who lets the cache hold nothing wants no word about it.
    if (limit === 0) return { fingerprints: null, notes: [] };
    if (needed > limit) return { fingerprints: null, notes: [overLimit(needed, limit)] };
    if (!(await makeRoom(folder, needed, limit))) throw cacheError(folder, needed, { code: "ENOSPC" });
    const writer = await cacheWriter(folder, key, { of: name, shape, recordBytes, capacity: count });
    const written = await finished(writer, store, left);
    await written.close();
    return { fingerprints: written.fingerprints, notes: [] };
  } catch (error) {
    if (!(error instanceof UnlabelError) || error instanceof ConfigError) throw error;
    return { fingerprints: null, notes: [`${error.message} ${inMemoryInstead}`] };
  }
}

/** What follows a reason for which nothing is kept. */
export const inMemoryInstead =
  "This goes on with the pictures in memory, and the next command decodes them again.";

async function finished(writer: RecordWriter, store: RecordStore, left: LeftOut): Promise<RecordStore> {
  try {
    const record = new Uint8Array(store.recordBytes);
    for (let i = 0; i < store.count; i++) {
      await store.read([i], record);
      await writer.append(record);
    }
    return await writer.finish(left);
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/**
 * A writer for what is too large for memory: the disk has room for it, whatever the limit of the cache.
 *
 * @throws UnlabelError when the disk has none, or cannot be written to
 */
export async function writerOnDisk(
  folder: string,
  key: CacheKey,
  { name, shape, recordBytes, length }: FormSet,
): Promise<{ readonly writer: RecordWriter; readonly notes: readonly string[] }> {
  const needed = bytesOf(length, recordBytes, key);
  const limit = await roomIn(folder, needed);
  const isOver = needed > limit;
  if (!(await makeRoom(folder, needed, isOver ? limit + needed : limit)))
    throw cacheError(folder, needed, { code: "ENOSPC" });
  const writer = await cacheWriter(folder, key, { of: name, shape, recordBytes, capacity: length });
  return { writer, notes: isOver && limit > 0 ? [overLimit(needed, limit)] : [] };
}

/** Of records, their fingerprints and what tells the inputs. */
function bytesOf(records: number, recordBytes: number, { inputs }: CacheKey): number {
  return records * (recordBytes + BigUint64Array.BYTES_PER_ELEMENT) + inputs.length;
}
