import { keepBlocks } from "../data/index.js";
import { type Tokenizer, tokenizerFromJson } from "../tokenizers/index.js";
import type { OpenCorpus } from "./corpus.js";
import { findKept, type KeyOf, keptVocabulary, loadKept } from "./kept-in-cache.js";
import { isTokenizer, learnVocabulary } from "./new-vocabulary.js";
import type { TextSettings } from "./text-options.js";

export interface SettledTokenizer {
  readonly tokenizer: Tokenizer;
  /** What a person should know of what is kept, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The tokenizer that was given, or one that is learned from the texts; what took longer than `keepAfter` to learn is kept in
 * the cache.
 * @throws DataError for texts without a word, or too few for a vocabulary of that size
 */
export async function settleTokenizer(
  corpus: OpenCorpus,
  settings: TextSettings,
  keyOf: KeyOf,
): Promise<SettledTokenizer> {
  const { tokenizer: given, cacheFolder: folder, keepAfter } = settings;
  if (isTokenizer(given)) return { tokenizer: given, notes: [] };
  const isQuick = folder === null || given.kind === "bytes";
  const most = settings.cut === "texts" ? settings.limit : Number.POSITIVE_INFINITY;
  const name = isQuick ? "" : await keyOf(["vocabulary", given, most]);
  const found = isQuick ? null : await findKept(folder, name);
  const bytes = found === null || found === "damaged" ? null : await loadKept(found);
  if (bytes !== null) return { tokenizer: tokenizerFromJson(new TextDecoder().decode(bytes)), notes: [] };
  const started = performance.now();
  const tokenizer = await learnVocabulary(given, corpus.texts(settings, most));
  if (isQuick || (performance.now() - started) / 1000 < keepAfter) return { tokenizer, notes: [] };
  const facts = { name, of: corpus.name, holds: "vocabulary", told: null };
  const json = new TextEncoder().encode(JSON.stringify(tokenizer.toJson()));
  return { tokenizer, notes: await keepBlocks(folder, facts, [json], keptVocabulary) };
}
