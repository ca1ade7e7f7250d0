import { ConfigError, UnlabelError } from "../errors.js";
import { blockWriter } from "./block-writer.js";
import type { BlockSetFacts } from "./cache-entry.js";
import { cacheError, type Kept } from "./cache-error.js";
import { makeRoom } from "./cache-folder.js";
import { overLimit, roomIn } from "./cache-room.js";

/**
 * Writes what is in memory to the cache, for the next time. That nothing could be written is no reason to stop.
 * @param told what to keep with it: plain data
 * @returns why it is not kept, for a person
 */
export async function keepBlocks(
  folder: string,
  facts: Pick<BlockSetFacts, "name" | "of" | "holds" | "told">,
  pieces: readonly Uint8Array[],
  kept: Kept,
): Promise<readonly string[]> {
  const needed = pieces.reduce((sum, { length }) => sum + length, 0);
  try {
    const limit = await roomIn(folder, needed, kept);
    // Who lets the cache hold nothing wants no word about it.
    if (limit === 0) return [];
    if (needed > limit) return [overLimit(needed, limit, kept)];
    if (!(await makeRoom(folder, needed, limit))) throw cacheError(folder, needed, { code: "ENOSPC" }, kept);
    const writer = await blockWriter(folder, facts.name, facts, kept);
    try {
      for (const piece of pieces) await writer.append(piece);
      await (await writer.finish(facts.told)).close();
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    return [];
  } catch (error) {
    if (!(error instanceof UnlabelError) || error instanceof ConfigError) throw error;
    return [
      `${error.message} This goes on with what is in memory, and the next command has to ${kept.again}.`,
    ];
  }
}
