import { createHash } from "node:crypto";
import { join } from "node:path";
import { type BlockSet, filesKeys, type Kept, limitSaid, markUsed, openBlocks } from "../data/index.js";
import { DataError } from "../errors.js";
import type { OpenCorpus } from "./corpus.js";

/** Raised whenever reading or tokenising changes, so that older caches are left aside. */
const version = 1;

/** Names what is made of a corpus by all that decides it. */
export type KeyOf = (decides: unknown) => Promise<string>;

/** Keys for a corpus as its files are now, in the order in which they are read. */
export function keysOf({ folder, files, reading }: OpenCorpus): KeyOf {
  const keyOf = filesKeys(files.map((file) => join(folder, file)));
  return async (decides) => (await keyOf(["texts", version, reading, decides])).name;
}

/** A short word for a text that is too long for a key. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export const keptTokens: Kept = { what: "The tokens", less: "a smaller `limit`", again: "make them again" };
export const keptVocabulary: Kept = {
  what: "The vocabulary",
  less: "a smaller `limit`",
  again: "learn it again",
};

/**
 * What the cache has under a name: `damaged` where it could not be trusted and was removed, null where there is none.
 * @throws ConfigError where the cache's limit is no size
 */
export async function findKept(folder: string, name: string): Promise<BlockSet | "damaged" | null> {
  limitSaid();
  const found = await openBlocks(folder, name);
  if (found !== null && found !== "damaged") await markUsed(folder, name);
  return found;
}

/** All of its bytes; null where they are damaged, and removed. Closes it. */
export async function loadKept(found: BlockSet): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(found.size);
  try {
    await found.read(0, bytes);
    return bytes;
  } catch (error) {
    if (error instanceof DataError && "damaged" in error.context) return null;
    throw error;
  } finally {
    await found.close();
  }
}
