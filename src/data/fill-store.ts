import { constants } from "node:buffer";
import { ConfigError, DataError, UnlabelError } from "../errors.js";
import type { CacheKey } from "./cache-key.js";
import { limitSaid } from "./cache-limit.js";
import { decodeInto, type Inputs } from "./decode-into.js";
import { megabytes } from "./disk-cache.js";
import type { ImageSettings } from "./image-options.js";
import { inMemoryInstead, keepDecoded, writerOnDisk } from "./keep-decoded.js";
import { type KnownRecords, knownRecords, nothingKnown } from "./known-records.js";
import { type LeftOut, memoryWriter, type RecordStore, type SkippedAt } from "./record-store.js";
import { useCached } from "./use-cached.js";

export type FilledStore = {
  readonly store: RecordStore;
  /** Inputs that gave no record, ascending. */
  readonly skipped: readonly SkippedAt[];
  /** What a person should know of what is kept, a sentence each. */
  readonly notes: readonly string[];
};

/**
 * Decodes everything once: into memory, or into the cache on disk when it exceeds the memory budget. What took longer than
 * `keepAfter` is kept in the cache in either case, and found there the next time.
 *
 * @param key names the inputs as they are now, and how they are decoded; not asked for where nothing is kept
 * @throws UnlabelError when there is room for it neither on the disk nor in memory
 * @throws ConfigError when the cache's limit is no size, or options exclude each other
 */
export async function fillStore(
  inputs: Inputs,
  key: () => Promise<CacheKey>,
  settings: ImageSettings,
): Promise<FilledStore> {
  const { cacheFolder: folder } = settings;
  const place = placeFor(inputs, settings);
  if (folder === null) return (await intoMemory(inputs, nothingKnown, settings)).filled;
  limitSaid();
  const asked = await key();
  const found = await useCached(folder, asked.name, inputs, place, settings);
  if (found !== null && found !== "damaged") return found;
  // A folder that cannot be read holds nothing.
  const known = await knownRecords(folder, asked).catch(() => nothingKnown);
  try {
    const fill = place === "memory" ? keepingInMemory : ontoDisk;
    const filled = await fill(folder, asked, inputs, known, settings);
    return found === null ? filled : { ...filled, notes: [madeAnew(inputs), ...filled.notes] };
  } finally {
    await known.close();
  }
}

/** Decodes into memory, and keeps in the cache what took its time. */
async function keepingInMemory(
  folder: string,
  key: CacheKey,
  inputs: Inputs,
  known: KnownRecords,
  settings: ImageSettings,
): Promise<FilledStore> {
  const started = performance.now();
  const { filled, left } = await intoMemory(inputs, known, settings);
  const { store } = filled;
  if (performance.now() - started < 1000 * settings.keepAfter || store.count === 0) return filled;
  const { fingerprints, notes } = await keepDecoded(folder, key, inputs, store, left);
  return { ...filled, store: { ...store, fingerprints }, notes };
}

async function intoMemory(
  inputs: Inputs,
  known: KnownRecords,
  settings: ImageSettings,
): Promise<{ readonly filled: FilledStore; readonly left: LeftOut }> {
  const writer = memoryWriter(inputs.length, inputs.recordBytes);
  const { left, skipped } = await decodeInto(writer, inputs, known, settings);
  return { left, filled: { store: await writer.finish(left), skipped, notes: [] } };
}

/** Decodes into the cache; where it cannot be written, into memory if there is enough of it. */
async function ontoDisk(
  folder: string,
  key: CacheKey,
  inputs: Inputs,
  known: KnownRecords,
  settings: ImageSettings,
): Promise<FilledStore> {
  const disk = await writerOnDisk(folder, key, inputs).catch((error: unknown) => {
    const isFault = !(error instanceof UnlabelError) || error instanceof ConfigError;
    if (isFault || settings.store === "disk" || !fitsFreeMemory(inputs)) throw error;
    return error.message;
  });
  if (typeof disk === "string") {
    const { filled } = await intoMemory(inputs, known, settings);
    return { ...filled, notes: [`${disk} ${inMemoryInstead}`] };
  }
  const { writer, notes } = disk;
  try {
    const { left, skipped } = await decodeInto(writer, inputs, known, settings);
    return { store: await writer.finish(left), skipped, notes };
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/**
 * @throws ConfigError for a store on disk where nothing may be kept
 * @throws DataError when the pictures are too many for memory, and nothing may be kept
 */
function placeFor(inputs: Inputs, { store, memoryBudget, cacheFolder }: ImageSettings): "memory" | "disk" {
  if (store === "disk" && cacheFolder === null)
    throw new ConfigError("`store` is disk and `cacheFolder` is none: name a folder, or use another store.");
  if (store !== "auto") return store;
  const bytes = inputs.length * inputs.recordBytes;
  if (bytes <= Math.min(memoryBudget, constants.MAX_LENGTH)) return "memory";
  if (cacheFolder !== null) return "disk";
  if (fitsFreeMemory(inputs)) return "memory";
  throw new DataError(
    `The decoded pictures of ${inputs.name} (${megabytes(bytes)} MB) are more than memory should hold, and \`cache\` is none: give a folder as \`cache\`, or a smaller \`size\` or \`limit\`.`,
    { bytes },
  );
}

/** Whether the pictures leave half of the memory that is free to what is done with them. */
function fitsFreeMemory(inputs: Inputs): boolean {
  const bytes = inputs.length * inputs.recordBytes;
  return bytes <= Math.min(process.availableMemory() / 2, constants.MAX_LENGTH);
}

function madeAnew({ name }: Inputs): string {
  return `The decoded pictures that were kept of ${name} were damaged or of another version: they are decoded anew.`;
}
