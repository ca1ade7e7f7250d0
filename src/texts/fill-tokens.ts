import type { Tokenizer } from "../tokenizers/index.js";
import { memoryBytes } from "./byte-store.js";
import type { OpenCorpus } from "./corpus.js";
import type { TextSettings } from "./text-options.js";
import { TokenSet } from "./token-set.js";
import { tokenise } from "./tokenise.js";

/** Turns a corpus into tokens, in memory. */
export async function fillTokens(
  corpus: OpenCorpus,
  tokenizer: Tokenizer,
  settings: TextSettings,
): Promise<TokenSet> {
  const { cut, limit, longest } = settings;
  const { batches, counts, file, tell } = corpus.read({ ...settings, phase: "tokens" });
  const tokens: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  const sink = {
    tokens: async (bytes: Uint8Array) => void tokens.push(bytes.slice()),
    entries: async (bytes: Uint8Array) => void entries.push(bytes.slice()),
  };
  const limits =
    cut === "texts"
      ? { texts: limit, tokens: Number.POSITIVE_INFINITY }
      : { texts: Number.POSITIVE_INFINITY, tokens: limit * longest };
  const facts = await tokenise(batches, tokenizer, sink, {
    ...{ limits, counts, file, onTexts: tell },
    hasLabels: corpus.hasLabels,
  });
  return new TokenSet(facts, memoryBytes([...tokens, ...entries]));
}
