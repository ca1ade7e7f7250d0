import { type FileHandle, open } from "node:fs/promises";
import { DataError } from "../errors.js";
import { fingerprintOf } from "./fingerprint.js";
import { orderedMap } from "./ordered-map.js";
import type { RecordStore } from "./record-store.js";

/** Reads under way at once: as many as Node's thread pool has threads. */
const readsAtOnce = 4;
/** Neighbouring records are read together, up to this many bytes. */
const longestRead = 8 * 2 ** 20;

export type StoredRecords = {
  readonly path: string;
  /** Of every picture: [channels, height, width]. */
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly recordBytes: number;
  /** One a record: what it must be like when it is read. */
  readonly fingerprints: BigUint64Array;
  /** Called once a record is not what it was, before the error is thrown. */
  readonly onDamaged: () => Promise<void>;
};

/**
 * A store in a file: records one after the other. Only the file's number is held in memory; each read asks for the
 * records at their places, and records that lie next to each other in one go. A record is compared with its fingerprint
 * when it is read for the first time.
 *
 * Its reads throw DataError for records that are damaged or gone; `context.damaged` is then the file.
 */
export async function openFileStore({
  path,
  shape,
  recordBytes,
  fingerprints,
  onDamaged,
}: StoredRecords): Promise<RecordStore> {
  const file = await open(path, "r");
  const told = shape.join("x");
  const checked = new Uint8Array(fingerprints.length);
  let closed = false;

  async function check({ at, first, count }: Run, into: Uint8Array): Promise<boolean> {
    for (let i = 0; i < count; i++) {
      if (checked[first + i] === 1) continue;
      const from = (at + i) * recordBytes;
      const record = into.subarray(from, from + recordBytes);
      if (fingerprintOf(told, record) !== fingerprints[first + i]) return false;
      checked[first + i] = 1;
    }
    return true;
  }

  return {
    recordBytes,
    fingerprints,
    count: fingerprints.length,
    storedIn: "disk",
    async read(indices, into) {
      if (closed) throw new DataError(`The pictures in ${path} were closed; open them again.`);
      const reads = orderedMap(runs(indices, recordBytes), readsAtOnce, async (run) => {
        if ((await readFully(file, recordBytes, run, into)) && (await check(run, into))) return;
        await onDamaged();
        throw new DataError(
          `The decoded pictures kept in ${path} are not what was written there, so they were removed: run the command again, which decodes the pictures anew.`,
          { damaged: path },
        );
      });
      for await (const _ of reads);
    },
    async close() {
      if (closed) return;
      closed = true;
      await file.close();
    },
  };
}

type Run = { readonly at: number; readonly first: number; readonly count: number };

/** Cuts `indices` into stretches of consecutive records. */
function* runs(indices: ArrayLike<number>, recordBytes: number): Generator<Run> {
  const most = Math.max(1, Math.floor(longestRead / recordBytes));
  for (let at = 0; at < indices.length; ) {
    const first = indices[at]!;
    let count = 1;
    while (at + count < indices.length && count < most && indices[at + count] === first + count) {
      count++;
    }
    yield { at, first, count };
    at += count;
  }
}

/** @returns false when the records cannot be read, or the file ends before */
async function readFully(
  file: FileHandle,
  recordBytes: number,
  { at, first, count }: Run,
  into: Uint8Array,
): Promise<boolean> {
  const length = count * recordBytes;
  for (let done = 0; done < length; ) {
    const place = first * recordBytes + done;
    // A disk that cannot read its own block is as good as one that gives other bytes.
    const { bytesRead } = await file
      .read(into, at * recordBytes + done, length - done, place)
      .catch(() => ({ bytesRead: 0 }));
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}
