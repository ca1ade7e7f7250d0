import { createHash, randomUUID } from "node:crypto";
import { open, readdir, readFile, rename, rm, stat, statfs } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { UnlabelError } from "../errors.js";
import { makeFolder } from "../formats/index.js";
import { openFileStore } from "./file-store.js";
import type { RecordStore, RecordWriter, SkippedAt } from "./record-store.js";

/** Raised whenever decoding changes, so that older caches are left aside. */
const cacheVersion = 1;
const writeBytes = 4 * 2 ** 20;

/** `$UNLABEL_CACHE`, else `~/.cache/unlabel`. */
export function defaultCacheFolder(): string {
  const chosen = process.env.UNLABEL_CACHE;
  return chosen ? chosen : join(homedir(), ".cache", "unlabel");
}

/** Name of a cache: sha-256 over whatever decides its content. */
export function cacheKey(parts: Iterable<unknown>): string {
  const hash = createHash("sha256").update(`unlabel pictures ${cacheVersion}\n`);
  for (const part of parts) hash.update(`${JSON.stringify(part)}\n`);
  return hash.digest("hex").slice(0, 40);
}

type Sidecar = { readonly count: number; readonly recordBytes: number; readonly skipped: SkippedAt[] };

function filesOf(folder: string, key: string) {
  return { records: join(folder, `${key}.bin`), sidecar: join(folder, `${key}.json`) };
}

/** The cache that a finished earlier run left for `key`, or null when there is none to trust. */
export async function cachedStore(
  folder: string,
  key: string,
  recordBytes: number,
): Promise<{ store: RecordStore; skipped: SkippedAt[] } | null> {
  const { records, sidecar } = filesOf(folder, key);
  try {
    const { count, skipped, ...rest } = JSON.parse(await readFile(sidecar, "utf8")) as Sidecar;
    if (rest.recordBytes !== recordBytes || (await stat(records)).size !== count * recordBytes) {
      return null;
    }
    return { store: await openFileStore(records, recordBytes, count), skipped };
  } catch {
    return null;
  }
}

/**
 * Writes a cache: beside its final name, flushed, then renamed, the sidecar last, so that a cache
 * with a sidecar is whole. Throws UnlabelError before the first byte when the disk has too little room
 * for `capacity` records, and when a write fails.
 */
export async function cacheWriter(
  folder: string,
  key: string,
  recordBytes: number,
  capacity: number,
): Promise<RecordWriter> {
  const { records, sidecar } = filesOf(folder, key);
  const part = join(folder, `${key}.${machine()}-${process.pid}.${randomUUID()}.part`);
  const needed = capacity * recordBytes;
  const failed = (cause: unknown) => cacheError(folder, needed, cause);
  await makeFolder(folder).catch((cause: UnlabelError) => Promise.reject(failed(cause.cause)));
  await removeLeftovers(folder);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < needed) throw failed({ code: "ENOSPC" });
  const file = await open(part, "wx").catch((cause: unknown) => Promise.reject(failed(cause)));

  const buffer = new Uint8Array(Math.max(1, Math.floor(writeBytes / recordBytes)) * recordBytes);
  let filled = 0;
  let count = 0;
  async function flush(): Promise<void> {
    try {
      for (let done = 0; done < filled; ) {
        done += (await file.write(buffer, done, filled - done)).bytesWritten;
      }
      filled = 0;
    } catch (cause) {
      throw failed(cause);
    }
  }
  async function abandon(): Promise<void> {
    await file.close().catch(() => {});
    await rm(part, { force: true });
    await rm(`${part}.json`, { force: true });
  }
  return {
    async append(record) {
      if (record.length !== recordBytes) {
        throw new RangeError(`A record has ${record.length} bytes, expected ${recordBytes}.`);
      }
      buffer.set(record, filled);
      filled += recordBytes;
      count++;
      if (filled === buffer.length) await flush();
    },
    async finish(skipped) {
      await flush();
      try {
        await file.sync();
        await file.close();
        const facts: Sidecar = { count, recordBytes, skipped: [...skipped] };
        await writeFlushed(`${part}.json`, JSON.stringify(facts));
        await rename(part, records);
        await rename(`${part}.json`, sidecar);
      } catch (cause) {
        throw failed(cause);
      }
      return openFileStore(records, recordBytes, count);
    },
    abandon,
  };
}

/** Tells machines apart that share a cache, by their name. */
function machine(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}

/**
 * Removes what runs that were killed left behind: of this machine when their process is gone, of
 * others, whose processes are not seen from here, when nothing was written for an hour.
 */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, host, owner] = /^[0-9a-f]{40}\.([0-9a-f]{8})-(\d+)\.[0-9a-f-]{36}\.part/.exec(name) ?? [];
    if (owner === undefined || (host === machine() && isRunning(Number(owner)))) continue;
    const path = join(folder, name);
    const facts = await stat(path).catch(() => null);
    if (facts !== null && (host === machine() || Date.now() - facts.mtimeMs > 3_600_000))
      await rm(path, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function cacheError(folder: string, needed: number, cause: unknown): UnlabelError {
  const code = (cause as { code?: string } | null)?.code ?? String(cause);
  const ways = "choose another folder with --cache or UNLABEL_CACHE, or a smaller --size or --limit";
  const full = code === "ENOSPC" || code === "EDQUOT";
  return new UnlabelError(
    full
      ? `The disk that holds ${folder} has no room for the decoded pictures (${megabytes(needed)} MB): free some space, ${ways}.`
      : `The decoded pictures (${megabytes(needed)} MB) cannot be written to ${folder} (${code}): ${ways}.`,
    { folder, needed, code },
    cause,
  );
}

function megabytes(bytes: number): number {
  return Math.max(1, Math.round(bytes / 1e6));
}
