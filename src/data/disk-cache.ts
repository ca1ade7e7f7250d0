import { createHash, randomUUID } from "node:crypto";
import { open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { decodeSidecar, encodeSidecar, entryFiles, type PictureSetFacts } from "./cache-entry.js";
import { cacheError } from "./cache-error.js";
import { removeEntry } from "./cache-folder.js";
import { type CacheKey, inputBytes } from "./cache-key.js";
import { partFile } from "./cache-leftovers.js";
import { openPart, writeAll, writeFlushed } from "./cache-part.js";
import { openFileStore } from "./file-store.js";
import { fingerprintOf } from "./fingerprint.js";
import type { RecordStore, RecordWriter } from "./record-store.js";

const writeBytes = 4 * 2 ** 20;
const printBytes = BigUint64Array.BYTES_PER_ELEMENT;

/** A set that is whole, opened. */
export type CachedSet = {
  readonly facts: PictureSetFacts;
  /** Its records, in the file; closing it is the caller's. */
  readonly store: RecordStore;
  /** What tells its inputs, as in its key. */
  readonly inputs: Uint8Array;
};

/**
 * Opens the set of this name: null when there is none, `damaged` when there are files that cannot be trusted (changed, cut
 * short, of another version); those are removed.
 */
export async function openCached(folder: string, name: string): Promise<CachedSet | "damaged" | null> {
  const { records, sidecar } = entryFiles(folder, name);
  const text = await readFile(sidecar, "utf8").catch(() => null);
  if (text === null) return null;
  const found = decodeSidecar(text, name);
  const facts = found?.format === "unlabel-pictures-2" ? found : null;
  const tables = facts && (await readTables(records, facts));
  if (facts === null || tables === null) {
    await removeEntry(folder, name).catch(() => {});
    return "damaged";
  }
  const { shape, recordBytes } = facts;
  const onDamaged = () => removeEntry(folder, name).catch(() => {});
  const store = await openFileStore({ path: records, shape, recordBytes, ...tables, onDamaged });
  return { facts, store, inputs: tables.inputs };
}

/** Notes that a set is of use: what was not for the longest has to go first. */
export async function markUsed(folder: string, name: string): Promise<void> {
  const now = new Date();
  // One that others share may not be ours to mark.
  await utimes(entryFiles(folder, name).sidecar, now, now).catch(() => {});
}

/** Reads what stands behind the records; null when it is not what the sidecar says. */
async function readTables(
  path: string,
  { recordBytes, records, inputs, tables }: PictureSetFacts,
): Promise<{ fingerprints: BigUint64Array; inputs: Uint8Array } | null> {
  const start = records * recordBytes;
  const bytes = new Uint8Array(records * printBytes + inputs * inputBytes);
  try {
    if ((await stat(path)).size !== start + bytes.length) return null;
    const file = await open(path, "r");
    try {
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
        if (bytesRead === 0) return null;
        at += bytesRead;
      }
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
  if (createHash("sha256").update(bytes).digest("hex") !== tables) return null;
  return {
    fingerprints: new BigUint64Array(bytes.buffer, 0, records),
    inputs: bytes.subarray(records * printBytes),
  };
}

/**
 * Writes a set: beside its final name, flushed, then renamed, the sidecar last, so that a set with a sidecar is whole.
 * Room for it was made before. Throws UnlabelError when the folder cannot be made, and when a write fails.
 *
 * @param of what a person calls the pictures @param capacity at most so many records
 */
export async function cacheWriter(
  folder: string,
  { name, decoding, inputs }: CacheKey,
  {
    of,
    shape,
    recordBytes,
    capacity,
  }: Pick<PictureSetFacts, "of" | "shape" | "recordBytes"> & { readonly capacity: number },
): Promise<RecordWriter> {
  const { records, sidecar } = entryFiles(folder, name);
  const part = partFile(folder, name, randomUUID());
  const told = shape.join("x");
  const failed = (cause: unknown) => cacheError(folder, capacity * recordBytes, cause);
  const file = await openPart(folder, part).catch((cause: unknown) => Promise.reject(failed(cause)));

  const buffer = new Uint8Array(Math.max(1, Math.floor(writeBytes / recordBytes)) * recordBytes);
  const fingerprints = new BigUint64Array(capacity);
  let filled = 0;
  let count = 0;
  async function flush(): Promise<void> {
    await writeAll(file, buffer.subarray(0, filled)).catch((cause: unknown) => Promise.reject(failed(cause)));
    filled = 0;
  }
  return {
    async append(record) {
      if (record.length !== recordBytes) {
        throw new RangeError(`A record has ${record.length} bytes, expected ${recordBytes}.`);
      }
      buffer.set(record, filled);
      filled += recordBytes;
      fingerprints[count++] = fingerprintOf(told, record);
      if (filled === buffer.length) await flush();
    },
    async finish({ skipped, unread }) {
      await flush();
      const kept = fingerprints.slice(0, count);
      const tables = [new Uint8Array(kept.buffer), inputs];
      const hash = createHash("sha256");
      for (const table of tables) hash.update(table);
      const facts: PictureSetFacts = {
        format: "unlabel-pictures-2",
        ...{
          name,
          of,
          shape,
          recordBytes,
          records: count,
          inputs: inputs.length / inputBytes,
          skipped,
          unread,
          decoding,
        },
        tables: hash.digest("hex"),
        made: new Date().toISOString(),
      };
      try {
        for (const table of tables) await writeAll(file, table);
        await file.sync();
        await file.close();
        await writeFlushed(`${part}.json`, encodeSidecar(facts));
        await rename(part, records);
        await rename(`${part}.json`, sidecar);
      } catch (cause) {
        throw failed(cause);
      }
      const onDamaged = () => removeEntry(folder, name).catch(() => {});
      return openFileStore({ path: records, shape, recordBytes, fingerprints: kept, onDamaged });
    },
    async abandon() {
      await file.close().catch(() => {});
      await rm(part, { force: true }).catch(() => {});
      await rm(`${part}.json`, { force: true }).catch(() => {});
    },
  };
}
