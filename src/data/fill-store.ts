import { constants } from "node:buffer";
import type { Decoded } from "./decode-file.js";
import { cachedStore, cacheWriter, defaultCacheFolder } from "./disk-cache.js";
import type { ImageSettings } from "./image-options.js";
import { memoryWriter, type RecordStore, type SkippedAt } from "./record-store.js";

export type FilledStore = {
  readonly store: RecordStore;
  readonly skipped: readonly SkippedAt[];
};

/**
 * Decodes everything once into memory, or into the disk cache when it exceeds the memory budget; a
 * cache that an earlier run finished for the same `key` is used as it is.
 *
 * @param key names the inputs and how they are decoded; asked for only when the disk is used
 * @param onSkip called for each input left out; may throw to stop
 */
export async function fillStore(
  settings: ImageSettings,
  capacity: number,
  recordBytes: number,
  key: () => Promise<string>,
  decode: () => AsyncIterable<Decoded>,
  onSkip: (position: number, reason: string) => void,
): Promise<FilledStore> {
  const inMemory =
    settings.store === "auto"
      ? capacity * recordBytes <= Math.min(settings.memoryBudget, constants.MAX_LENGTH)
      : settings.store === "memory";
  const folder = settings.cacheFolder ?? defaultCacheFolder();
  const name = inMemory ? "" : await key();
  if (!inMemory) {
    const cached = await cachedStore(folder, name, recordBytes);
    if (cached !== null) {
      try {
        for (const [position, reason] of cached.skipped) onSkip(position, reason);
      } catch (error) {
        await cached.store.close();
        throw error;
      }
      settings.onProgress?.({ done: capacity, total: capacity, skipped: cached.skipped.length });
      return cached;
    }
  }
  const writer = inMemory
    ? memoryWriter(capacity, recordBytes)
    : await cacheWriter(folder, name, recordBytes, capacity);
  const skipped: SkippedAt[] = [];
  try {
    let done = 0;
    for await (const result of decode()) {
      settings.signal?.throwIfAborted();
      if ("record" in result) await writer.append(result.record);
      else {
        skipped.push([done, result.reason]);
        onSkip(done, result.reason);
      }
      done++;
      settings.onProgress?.({ done, total: capacity, skipped: skipped.length });
    }
    return { store: await writer.finish(skipped), skipped };
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}
