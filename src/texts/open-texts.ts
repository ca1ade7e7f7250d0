import { join } from "node:path";
import { ConfigError, DataError } from "../errors.js";
import { corpusOf, type OpenCorpus } from "./corpus.js";
import { fillTokens } from "./fill-tokens.js";
import { keysOf } from "./kept-in-cache.js";
import { roomFor } from "./read-samples.js";
import { settleTokenizer } from "./settle-tokenizer.js";
import { textLabels } from "./text-labels.js";
import { textNotes } from "./text-notes.js";
import { type TextOptions, type TextSettings, textSettings } from "./text-options.js";
import { type TextSource, textSourceOf } from "./text-source.js";
import type { TokenSet } from "./token-set.js";

/**
 * Opens texts, whatever they are in: a text file, a folder of any depth with txt, text and md files, or a CSV, TSV, JSON
 * lines or Parquet file with a column of texts. They are read as streams and turned into tokens once, by the tokenizer
 * that is given or by one that is learned from them first. Neither a text nor all tokens need fit into memory.
 *
 * @throws ConfigError for an option that makes no sense
 * @throws DataError when `data` is missing, is no text, is empty, or gives no vocabulary of that size
 */
export async function openTexts(data: string, options: TextOptions = {}): Promise<TextSource> {
  const settings = textSettings(options);
  const corpus = await corpusOf(data, settings);
  const keyOf = keysOf(corpus);
  const { tokenizer, notes: vocabularyNotes } = await settleTokenizer(corpus, settings, keyOf);
  const room = roomFor(tokenizer, settings.longest);
  if (settings.cut === "texts" && room < 1)
    throw new ConfigError(
      `\`longest\` is ${settings.longest}, and ${settings.longest - room} tokens stand beside every text: set it to ${settings.longest - room + 1} or more.`,
      { option: "longest" },
    );
  const { set, notes: tokenNotes } = await fillTokens(corpus, tokenizer, settings, keyOf);
  refuseEmpty(corpus, set, settings);
  const notes = [...textNotes(corpus, set, tokenizer, settings), ...vocabularyNotes, ...tokenNotes];
  for (const sentence of notes) settings.onNote?.(sentence);
  return textSourceOf({
    ...{ name: corpus.name, set, tokenizer, notes, onNote: settings.onNote },
    ...{ longest: settings.longest, cut: settings.cut, limit: settings.limit },
    textId: (text) => textId(corpus, set, text),
    readLabels: settings.cut === "windows" ? null : textLabels(corpus, set),
  });
}

/** A file's path where it is one text, else with the line or row that the text begins in. */
function textId({ files, isOneTextAFile }: OpenCorpus, set: TokenSet, text: number): string {
  const file = files[set.fileOf(text)]!;
  return isOneTextAFile ? file : `${file}:${set.entry(text).line}`;
}

function refuseEmpty(corpus: OpenCorpus, { facts, store }: TokenSet, { cut, longest }: TextSettings): void {
  const { name, folder, files } = corpus;
  if (facts.texts > 0 && (cut === "texts" || facts.tokens >= longest)) return;
  void store.close();
  if (facts.texts > 0)
    throw new DataError(
      `${name} has ${facts.tokens} tokens, fewer than the ${longest} of one window (\`longest\`): give more text, or smaller windows.`,
      { name, tokens: facts.tokens },
    );
  const where = files.length === 1 ? join(folder, files[0]!) : `${files.length} files in ${name}`;
  throw new DataError(
    `There is no text in ${where}${facts.empty > 0 ? `, only ${facts.empty} empty lines` : ""}: give texts with words in them.`,
    { name },
  );
}
