import { ConfigError } from "../errors.js";
import { makeFolder } from "../formats/index.js";
import { cacheError, type Kept, keptPictures, megabytes } from "./cache-error.js";
import { cacheLimit } from "./cache-limit.js";

/**
 * Makes the cache's folder, and tells how much it may hold.
 * @throws UnlabelError for whatever is wrong with it
 */
export async function roomIn(folder: string, needed: number, kept: Kept = keptPictures): Promise<number> {
  try {
    await makeFolder(folder);
    return await cacheLimit(folder);
  } catch (cause) {
    throw cause instanceof ConfigError ? cause : cacheError(folder, needed, cause, kept);
  }
}

/** What is more than the cache may hold, in a sentence. */
export function overLimit(needed: number, limit: number, { what, again }: Kept = keptPictures): string {
  return `${what} (${megabytes(needed)} MB) are more than the cache may hold (${megabytes(limit)} MB), so the next command may have to ${again}: give UNLABEL_CACHE_LIMIT a larger size, such as ${Math.ceil(needed / 1e9) + 1}GB.`;
}
