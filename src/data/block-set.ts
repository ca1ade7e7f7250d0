import { createHash } from "node:crypto";
import { readSync } from "node:fs";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { DataError } from "../errors.js";
import { type BlockSetFacts, decodeSidecar, entryFiles } from "./cache-entry.js";
import { removeEntry } from "./cache-folder.js";
import { fingerprintOf } from "./fingerprint.js";

/** Bytes of a block: what has one fingerprint. */
export const blockBytes = 1 << 14;

/** Bytes in the cache, read at any place; a block is compared with its fingerprint when it is read for the first time. */
export interface BlockSet {
  /** What was told when they were written: plain data. */
  readonly told: unknown;
  readonly size: number;
  /** Copies the bytes from a place on. Throws DataError for those that are damaged or gone; `context.damaged` is then the file. */
  read(at: number, into: Uint8Array): Promise<void>;
  /** The same at once: for few bytes. */
  readNow(at: number, into: Uint8Array): void;
  close(): Promise<void>;
}

/** What a block is told by. */
export function blockPrint(number: number, bytes: Uint8Array): bigint {
  return fingerprintOf(`block ${number} `, bytes);
}

/** SHA-256 of the table of fingerprints, as the sidecar says it. */
export function tableDigest(table: BigUint64Array): string {
  return createHash("sha256")
    .update(new Uint8Array(table.buffer, table.byteOffset, table.byteLength))
    .digest("hex");
}

/**
 * Opens the set of this name: null when there is none, `damaged` when there are files that cannot be trusted (changed, cut
 * short, of another version); those are removed.
 */
export async function openBlocks(folder: string, name: string): Promise<BlockSet | "damaged" | null> {
  const { records, sidecar } = entryFiles(folder, name);
  const text = await readFile(sidecar, "utf8").catch(() => null);
  if (text === null) return null;
  const facts = decodeSidecar(text, name);
  const file = await open(records, "r").catch(() => null);
  const table = facts?.format === "unlabel-blocks-1" && file !== null ? await readTable(file, facts) : null;
  if (facts?.format !== "unlabel-blocks-1" || file === null || table === null) {
    await file?.close();
    await removeEntry(folder, name).catch(() => {});
    return "damaged";
  }
  return blockSet(file, records, facts, table, () => removeEntry(folder, name).catch(() => {}));
}

/** Reads what stands behind the bytes; null when it is not what the sidecar says. */
async function readTable(file: FileHandle, { bytes, table }: BlockSetFacts): Promise<BigUint64Array | null> {
  const found = new BigUint64Array(Math.ceil(bytes / blockBytes));
  const into = new Uint8Array(found.buffer);
  const { size } = await file.stat();
  if (size !== bytes + into.length || !(await readFully(file, into, bytes))) return null;
  return tableDigest(found) === table ? found : null;
}

function blockSet(
  file: FileHandle,
  path: string,
  { bytes, told, holds }: BlockSetFacts,
  table: BigUint64Array,
  onDamaged: () => Promise<void>,
): BlockSet {
  const checked = new Uint8Array(table.length);
  let closed = false;

  function damaged(): DataError {
    return new DataError(
      `The ${holds} kept in ${path} are not what was written there, so they were removed: run the command again, which makes them anew.`,
      { damaged: path },
    );
  }
  function refuseClosed(at: number, into: Uint8Array): void {
    if (closed) throw new DataError(`The ${holds} in ${path} were closed; open them again.`);
    if (!(at >= 0 && at + into.length <= bytes))
      throw new RangeError(`Bytes ${at} to ${at + into.length} are asked for, and there are ${bytes}.`);
  }
  /** Blocks that a range lies in and that were not read before. */
  function* newBlocks(at: number, length: number) {
    const last = Math.floor((at + length - 1) / blockBytes);
    for (let number = Math.floor(at / blockBytes); length > 0 && number <= last; number++) {
      if (checked[number] === 1) continue;
      const from = number * blockBytes;
      yield { number, from, block: new Uint8Array(Math.min(blockBytes, bytes - from)) };
    }
  }
  function isSound(number: number, block: Uint8Array): boolean {
    checked[number] = blockPrint(number, block) === table[number] ? 1 : 0;
    return checked[number] === 1;
  }

  return {
    ...{ told, size: bytes },
    async read(at, into) {
      refuseClosed(at, into);
      let copied = 0;
      for (const { number, from, block } of newBlocks(at, into.length)) {
        if (!(await readFully(file, block, from)) || !isSound(number, block)) {
          await onDamaged();
          throw damaged();
        }
        const [begin, end] = [Math.max(at, from), Math.min(at + into.length, from + block.length)];
        into.set(block.subarray(begin - from, end - from), begin - at);
        copied += end - begin;
      }
      if (copied === into.length || (await readFully(file, into, at))) return;
      await onDamaged();
      throw damaged();
    },
    readNow(at, into) {
      refuseClosed(at, into);
      const isThere = (bytes: Uint8Array, from: number) => readFullyNow(file.fd, bytes, from);
      const isWhole = Array.from(
        newBlocks(at, into.length),
        ({ number, from, block }) => isThere(block, from) && isSound(number, block),
      ).every(Boolean);
      if (isWhole && isThere(into, at)) return;
      void onDamaged();
      throw damaged();
    },
    async close() {
      if (closed) return;
      closed = true;
      await file.close();
    },
  };
}

/** @returns false when the bytes cannot be read, or the file ends before */
async function readFully(file: FileHandle, into: Uint8Array, from: number): Promise<boolean> {
  for (let done = 0; done < into.length; ) {
    // A disk that cannot read its own block is as good as one that gives other bytes.
    const { bytesRead } = await file
      .read(into, done, into.length - done, from + done)
      .catch(() => ({ bytesRead: 0 }));
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}

function readFullyNow(file: number, into: Uint8Array, from: number): boolean {
  try {
    for (let done = 0; done < into.length; ) {
      const bytesRead = readSync(file, into, done, into.length - done, from + done);
      if (bytesRead === 0) return false;
      done += bytesRead;
    }
    return true;
  } catch {
    return false;
  }
}
