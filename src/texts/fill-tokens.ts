import type { Tokenizer } from "../tokenizers/index.js";
import { memoryBytes } from "./byte-store.js";
import type { OpenCorpus } from "./corpus.js";
import { digestOf, findKept, type KeyOf, loadKept } from "./kept-in-cache.js";
import type { TextSettings } from "./text-options.js";
import { type TokenFacts, TokenSet } from "./token-set.js";
import { TokenSpool } from "./token-spool.js";
import { tokenise } from "./tokenise.js";

export interface FilledTokens {
  readonly set: TokenSet;
  /** What a person should know of what is kept, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Turns a corpus into tokens: in memory, or in the cache on disk where there are more than the memory budget. What took
 * longer than `keepAfter` is kept in the cache in either case, and found there the next time.
 *
 * @throws UnlabelError when there is room for them neither on the disk nor in memory
 */
export async function fillTokens(
  corpus: OpenCorpus,
  tokenizer: Tokenizer,
  settings: TextSettings,
  keyOf: KeyOf,
): Promise<FilledTokens> {
  const { cut, limit, longest, cacheFolder: folder, memoryBudget } = settings;
  const limits =
    cut === "texts"
      ? { texts: limit, tokens: Number.POSITIVE_INFINITY }
      : { texts: Number.POSITIVE_INFINITY, tokens: limit * longest };
  const name =
    folder === null ? "" : await keyOf(["tokens", limits, digestOf(JSON.stringify(tokenizer.toJson()))]);
  const found = folder === null ? null : await findTokens(folder, name, memoryBudget);
  if (found !== null && found !== "damaged") return { set: found, notes: [] };

  const spool = new TokenSpool({ of: corpus.name, folder, name, memoryBudget });
  try {
    const started = performance.now();
    const { batches, counts, file, tell } = corpus.read({ ...settings, phase: "tokens" });
    const facts = await tokenise(batches, tokenizer, spool, {
      ...{ limits, counts, file, onTexts: tell },
      hasLabels: corpus.hasLabels,
    });
    const seconds = (performance.now() - started) / 1000;
    const store = await spool.finish(facts, facts.texts > 0 && seconds >= settings.keepAfter);
    const anew =
      found === "damaged"
        ? [
            `The tokens that were kept of ${corpus.name} were damaged or of another version: they are made anew.`,
          ]
        : [];
    return { set: new TokenSet(facts, store), notes: [...anew, ...spool.notes] };
  } catch (error) {
    await spool.abandon();
    throw error;
  }
}

/** Few tokens are loaded; many stay where they are. */
async function findTokens(
  folder: string,
  name: string,
  memoryBudget: number,
): Promise<TokenSet | "damaged" | null> {
  const found = await findKept(folder, name);
  if (found === null || found === "damaged") return found;
  // The sidecar carries a digest of itself: they are as they were written.
  const facts = found.told as TokenFacts;
  if (found.size > memoryBudget) return new TokenSet(facts, { ...found, storedIn: "disk" });
  const bytes = await loadKept(found);
  return bytes === null ? "damaged" : new TokenSet(facts, memoryBytes([bytes]));
}
