import { DataError } from "../errors.js";
import type { PictureSetFacts } from "./cache-entry.js";
import type { Form, Inputs } from "./decode-into.js";
import { markUsed, openCached } from "./disk-cache.js";
import type { ImageSettings } from "./image-options.js";
import { type FilledStore, memoryStore, type RecordStore, type SkippedAt } from "./record-store.js";

/** Records are loaded this many bytes at a time. */
const loadedAtOnce = 32 * 2 ** 20;

/**
 * The set of this name as it is in the cache: `damaged` when it cannot be trusted, null when there is none, or one of its
 * inputs that could not be read before can be now.
 */
export async function useCached(
  folder: string,
  name: string,
  inputs: Inputs,
  form: Form,
  place: "memory" | "disk",
  settings: Pick<ImageSettings, "onProgress" | "signal">,
): Promise<FilledStore | "damaged" | null> {
  const set = await openCached(folder, name);
  if (set === null || set === "damaged") return set;
  await markUsed(folder, name);
  try {
    const unread = await stillUnread(set.facts, inputs, form);
    if (unread === null) {
      await set.store.close();
      return null;
    }
    const store = place === "memory" ? await load(set.store, inputs.length, settings) : set.store;
    const skipped = [...set.facts.skipped, ...unread].sort(([one], [other]) => one - other);
    for (const [position, reason] of skipped) inputs.onSkip(position, reason);
    settings.onProgress?.({ done: inputs.length, total: inputs.length, skipped: skipped.length });
    return { store, skipped, notes: [] };
  } catch (error) {
    await set.store.close();
    if (error instanceof DataError && "damaged" in error.context) return "damaged";
    throw error;
  }
}

/** Inputs that still cannot be read, with the reason of today; null when one of them can. */
async function stillUnread(
  { unread }: PictureSetFacts,
  { decode }: Inputs,
  form: Form,
): Promise<SkippedAt[] | null> {
  const still: SkippedAt[] = [];
  for (const position of unread) {
    const result = "one" in decode ? await decode.one(position, [form]) : null;
    // A file that is read now and turns out to be no picture is no longer what the set says, either.
    if (result === null || "records" in result || result.mayPass !== true) return null;
    still.push([position, result.reason]);
  }
  return still;
}

/** Everything in memory; closes the file. */
async function load(
  file: RecordStore,
  total: number,
  { onProgress, signal }: Pick<ImageSettings, "onProgress" | "signal">,
): Promise<RecordStore> {
  const { count, recordBytes, fingerprints } = file;
  const bytes = new Uint8Array(count * recordBytes);
  const step = Math.max(1, Math.floor(loadedAtOnce / recordBytes));
  for (let first = 0; first < count; first += step) {
    signal?.throwIfAborted();
    const indices = Int32Array.from({ length: Math.min(step, count - first) }, (_, i) => first + i);
    await file.read(indices, bytes.subarray(first * recordBytes, (first + indices.length) * recordBytes));
    onProgress?.({ done: Math.min(first + indices.length, total), total, skipped: 0 });
  }
  await file.close();
  return memoryStore(bytes, recordBytes, fingerprints);
}
