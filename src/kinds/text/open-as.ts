import { openTexts, type TextSource } from "../../texts/index.js";
import type { OpenSamples } from "../kind.js";
import type { TextData } from "./text-data.js";
import { tokenizerOf } from "./text-facts.js";

/** Opens texts the way a configuration says. */
export function openTextsAs(
  data: TextData,
  { cacheFolder, onProgress, onNote, signal }: OpenSamples,
): Promise<TextSource> {
  return openTexts(data.path, {
    per: data.per ?? undefined,
    textColumn: data.textColumn ?? undefined,
    invalid: data.invalid,
    cut: data.cut,
    longest: data.longest,
    tokenizer: tokenizerOf(data),
    labels: data.labels,
    labelColumn: data.labelColumn ?? undefined,
    split: data.split ?? undefined,
    limit: data.limit ?? undefined,
    cacheFolder,
    onProgress,
    onNote,
    signal,
  });
}
