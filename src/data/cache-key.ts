import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout } from "node:timers/promises";
import sharp from "sharp";
import { orderedMap } from "./ordered-map.js";

/** Raised whenever decoding changes, so that older caches are left aside. */
const cacheVersion = 3;
/** Bytes that tell one input from another. */
export const inputBytes = 16;

/** Names decoded pictures by what decides them. */
export type CacheKey = {
  /** Of the whole set: 40 hexadecimal digits. */
  readonly name: string;
  /** Of how its inputs are decoded. */
  readonly decoding: string;
  /** What tells each input of the set as it is now, `inputBytes` each. */
  readonly inputs: Uint8Array;
};

/**
 * Names files below a folder, as they are when the first key is asked for, for each way of decoding them.
 *
 * A file that was replaced must not pass for the one that was decoded. Its size and time of change (mtime) are not
 * enough: bitmaps of one size have one size, and `cp -p`, `rsync -t` and archives set that time to what it was before.
 * Nobody can set the time at which the system last changed the file's entry (ctime), and a file that took another's name
 * brings its own number (inode). Both are asked in nanoseconds and whole numbers. Where a disk gives other numbers each
 * time it is connected, pictures are decoded again rather than mistaken. A file that cannot be asked has a key, too: of
 * one that is not there.
 *
 * @returns what gives the key for everything that decides what a file becomes: plain data
 */
export function filesKeys(paths: readonly string[]): (decoding: unknown) => Promise<CacheKey> {
  let found: Promise<Uint8Array> | undefined;
  return async (decoding) => {
    found ??= inputsOf(paths);
    const inputs = await found;
    const settled = digest(JSON.stringify([cacheVersion, sharp.versions, decoding])).toString("hex");
    return { decoding: settled, inputs, name: digest(settled, inputs).toString("hex").slice(0, 40) };
  };
}

/** What tells each file. */
async function inputsOf(paths: readonly string[]): Promise<Uint8Array> {
  const inputs = new Uint8Array(paths.length * inputBytes);
  let newest = 0n;
  let at = 0;
  const facts = orderedMap(paths, 16, (path) => stat(path, { bigint: true }).catch(() => null));
  for await (const found of facts) {
    const told = digest(JSON.stringify([basename(paths[at]!), factsOf(found)]));
    inputs.set(told.subarray(0, inputBytes), at * inputBytes);
    if (found !== null && found.ctimeNs > newest) newest = found.ctimeNs;
    at++;
  }
  await passBy(newest);
  return inputs;
}

function factsOf(found: BigIntStats | null): readonly string[] | null {
  return found && [found.size, found.mtimeNs, found.ctimeNs, found.ino].map(String);
}

/**
 * Waits until a change of a file from now on gives it another time than the newest one: clocks of file systems stand still
 * for up to 10 ms, those that count in seconds for up to two.
 */
async function passBy(newest: bigint): Promise<void> {
  const tick = newest % 1_000_000_000n === 0n ? 2000 : 20;
  const since = Date.now() - Number(newest / 1_000_000n);
  // A time far in the future is that of another clock, which tells nothing.
  if (since < tick && since > -tick) await setTimeout(tick - since);
}

function digest(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}
