import { type FileHandle, open } from "node:fs/promises";
import { DataError } from "../errors.js";
import { orderedMap } from "./ordered-map.js";
import type { RecordStore } from "./record-store.js";

/** Reads under way at once: as many as Node's thread pool has threads. */
const readsAtOnce = 4;
/** Neighbouring records are read together, up to this many bytes. */
const longestRead = 8 * 2 ** 20;

/**
 * A store in a file: records of `recordBytes` one after the other from byte `start`. Only the file's
 * number is held in memory; each read asks for the records at their places, and records that lie
 * next to each other in one go.
 */
export async function openFileStore(
  path: string,
  recordBytes: number,
  count: number,
  start = 0,
): Promise<RecordStore> {
  const file = await open(path, "r");
  let closed = false;
  return {
    count,
    recordBytes,
    storedIn: "disk",
    async read(indices, into) {
      if (closed) throw new DataError(`The pictures in ${path} were closed; open them again.`);
      const reads = orderedMap(runs(indices, recordBytes), readsAtOnce, (run) =>
        readFully(file, path, start, recordBytes, run, into),
      );
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

async function readFully(
  file: FileHandle,
  path: string,
  start: number,
  recordBytes: number,
  { at, first, count }: Run,
  into: Uint8Array,
): Promise<void> {
  const length = count * recordBytes;
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(
      into,
      at * recordBytes + done,
      length - done,
      start + first * recordBytes + done,
    );
    if (bytesRead === 0) {
      throw new DataError(`${path} became shorter while it was being read; open the pictures again.`, {
        path,
      });
    }
    done += bytesRead;
  }
}
