import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { UnlabelError } from "../errors.js";
import { type BlockSet, blockBytes, blockPrint, openBlocks, tableDigest } from "./block-set.js";
import { type BlockSetFacts, encodeSidecar, entryFiles } from "./cache-entry.js";
import { cacheError, type Kept } from "./cache-error.js";
import { makeRoom } from "./cache-folder.js";
import { partFile } from "./cache-leftovers.js";
import { openPart, writeAll, writeFlushed } from "./cache-part.js";
import { overLimit, roomIn } from "./cache-room.js";

const roomAtOnce = 1 << 26;
const copiedAtOnce = 1 << 20;

/** Writes bytes of a number that is not known before. */
export interface BlockWriter {
  /** What a person should know of what is kept, a sentence each. */
  readonly notes: readonly string[];
  append(bytes: Uint8Array): Promise<void>;
  /** Appends bytes that stand behind all others once everything is written. */
  appendBehind(bytes: Uint8Array): Promise<void>;
  /** @param told what to keep with them: plain data */
  finish(told: unknown): Promise<BlockSet>;
  /** Gives up and removes whatever was written. */
  abandon(): Promise<void>;
}

/**
 * Writes a set of blocks: beside its final name, flushed, then renamed, the sidecar last, so that a set with a sidecar is
 * whole. Room for it is made as it grows, whatever the limit of the cache: who needs none on disk asks before (`roomIn`).
 *
 * @throws UnlabelError when the folder cannot be made, has no room, or a write fails; so do its methods
 */
export async function blockWriter(
  folder: string,
  name: string,
  { of, holds }: Pick<BlockSetFacts, "of" | "holds">,
  kept: Kept,
): Promise<BlockWriter> {
  const { records, sidecar } = entryFiles(folder, name);
  const [part, behind] = [partFile(folder, name, randomUUID()), partFile(folder, name, randomUUID())];
  const limit = await roomIn(folder, roomAtOnce, kept);
  const notes: string[] = [];
  const table: bigint[] = [];
  const block = new Uint8Array(blockBytes);
  let [filled, written, reserved] = [0, 0, 0];

  const failed = (cause: unknown) =>
    cause instanceof UnlabelError ? cause : cacheError(folder, written, cause, kept);
  const trying = <T>(work: Promise<T>) => work.catch((cause: unknown) => Promise.reject(failed(cause)));
  const file = await trying(openPart(folder, part));
  let spool: FileHandle | null = null;

  /** Makes room for so many bytes more. */
  async function reserve(count: number): Promise<void> {
    written += count;
    if (written <= reserved) return;
    const isOver = written + roomAtOnce > limit;
    if (!(await makeRoom(folder, roomAtOnce, isOver ? limit + roomAtOnce : limit - written)))
      throw cacheError(folder, written, { code: "ENOSPC" }, kept);
    reserved = written + roomAtOnce;
  }
  async function flush(): Promise<void> {
    const bytes = block.subarray(0, filled);
    table.push(blockPrint(table.length, bytes));
    await writeAll(file, bytes);
    filled = 0;
  }
  async function add(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const count = Math.min(blockBytes - filled, bytes.length - at);
      block.set(bytes.subarray(at, at + count), filled);
      filled += count;
      at += count;
      if (filled === blockBytes) await flush();
    }
  }
  async function addSpool(): Promise<void> {
    if (spool === null) return;
    await spool.close();
    const back = await open(behind, "r");
    try {
      const bytes = new Uint8Array(copiedAtOnce);
      for (;;) {
        const { bytesRead } = await back.read(bytes, 0, bytes.length);
        if (bytesRead === 0) break;
        await add(bytes.subarray(0, bytesRead));
      }
    } finally {
      await back.close();
    }
    await rm(behind, { force: true });
  }

  return {
    notes,
    append: (bytes) => trying(reserve(bytes.length).then(() => add(bytes))),
    appendBehind: (bytes) =>
      trying(
        (async () => {
          await reserve(bytes.length);
          spool ??= await open(behind, "wx");
          await writeAll(spool, bytes);
        })(),
      ),
    finish: (told) =>
      trying(
        (async () => {
          await addSpool();
          if (filled > 0) await flush();
          const prints = BigUint64Array.from(table);
          await writeAll(file, new Uint8Array(prints.buffer));
          await file.sync();
          await file.close();
          const facts: BlockSetFacts = {
            format: "unlabel-blocks-1",
            ...{ name, of, holds, bytes: written, told, table: tableDigest(prints) },
            made: new Date().toISOString(),
          };
          await writeFlushed(`${part}.json`, encodeSidecar(facts));
          await rename(part, records);
          await rename(`${part}.json`, sidecar);
          if (written > limit && limit > 0) notes.push(overLimit(written, limit, kept));
          const set = await openBlocks(folder, name);
          if (set === null || set === "damaged") throw cacheError(folder, written, { code: "EIO" }, kept);
          return set;
        })(),
      ),
    async abandon() {
      await file.close().catch(() => {});
      await spool?.close().catch(() => {});
      for (const path of [part, `${part}.json`, behind]) await rm(path, { force: true }).catch(() => {});
    },
  };
}
