import { defaultCacheFolder, noCache } from "../data/index.js";
import { ConfigError } from "../errors.js";
import type { Tokenizer } from "../tokenizers/index.js";
import { type NewVocabulary, settledVocabulary } from "./new-vocabulary.js";

/** What is one text of a file. */
export type Per = "line" | "paragraph" | "file";

/** How far reading has come. */
export type TextProgress = {
  /** `vocabulary`: all texts are read to learn one; `tokens`: they are read to be tokenised. */
  readonly phase: "vocabulary" | "tokens";
  /** Bytes of the files that were read, and that there are. */
  readonly done: number;
  readonly total: number;
  /** Texts so far. */
  readonly texts: number;
};

/** How a corpus is read. Everything has a default. */
export type ReadingOptions = {
  /**
   * What is one text of a text file: each line, each paragraph (lines up to an empty one), or all of it. Default: `line` for
   * one file, `file` for files of a folder, and `file` for windows. Rows of tables are texts.
   */
  readonly per?: Per | undefined;
  /** What becomes of bytes that are no text: `refuse` (default) or `replace` them by U+FFFD. */
  readonly invalid?: "refuse" | "replace" | undefined;
  /** Column of a table that holds the texts. Default: text, sentence, content, body, message or review, else the only one with texts. */
  readonly textColumn?: string | undefined;
  /**
   * Where labels are. `auto` (default): the column label, class, category or target of a table, or the names of the first
   * folders when every text is in one of at least two. `folders`: the first folder of each path. `parent`: the folder a text
   * is in. `none`. Anything else: path of a CSV file with the labels of the files of a folder.
   */
  readonly labels?: "auto" | "folders" | "parent" | "none" | (string & {}) | undefined;
  /** Column with labels, of the table or of the CSV. */
  readonly labelColumn?: string | undefined;
  /** Column of the labels CSV that names files. */
  readonly pathColumn?: string | undefined;
  /** Part of a folder with `train` and `test` (or `val`) folders. Default `train` where there are parts. */
  readonly split?: "train" | "test" | "all" | undefined;
  /** At most so many samples: the first ones; where each file is a text, evenly spread over the files. */
  readonly limit?: number | undefined;
  readonly onProgress?: ((progress: TextProgress) => void) | undefined;
  /** Told the source's `notes` when it is open, and those of its labels when they are read. */
  readonly onNote?: ((sentence: string) => void) | undefined;
  /** Stops opening; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

/** How `openTexts` reads texts. Everything has a default. */
export type TextOptions = ReadingOptions & {
  /** What makes tokens of texts, or which vocabulary is to be learned from them. Default: bytes. */
  readonly tokenizer?: Tokenizer | NewVocabulary | undefined;
  /** Tokens of a sample, at most (of a window, exactly). Default 128. */
  readonly longest?: number | undefined;
  /**
   * `texts` (default): each text is a sample, cut at `longest` and framed by the tokenizer's special tokens. `windows`: all
   * texts one after the other, each followed by the token that closes one, in windows of `longest` tokens.
   */
  readonly cut?: "texts" | "windows" | undefined;
  /** Bytes of tokens kept in memory; above it they stay on disk. Default 64 MiB. */
  readonly memoryBudget?: number | undefined;
  /** Seconds of tokenising above which tokens are kept in the cache for the next time. Default 1. */
  readonly keepAfter?: number | undefined;
  /** Folder of the cache, or `none` to keep nothing. Default: `$UNLABEL_CACHE`, else `~/.cache/unlabel`. */
  readonly cacheFolder?: string | undefined;
};

export type ReadingSettings = {
  readonly per: Per | null;
  readonly invalid: "refuse" | "replace";
  readonly textColumn: string | null;
  readonly labels: string;
  readonly labelColumn: string | null;
  readonly pathColumn: string | null;
  readonly split: "train" | "test" | "all" | null;
  readonly limit: number;
  readonly onProgress: ((progress: TextProgress) => void) | null;
  readonly onNote: ((sentence: string) => void) | null;
  readonly signal: AbortSignal | null;
};

export type TextSettings = ReadingSettings & {
  readonly tokenizer: Tokenizer | NewVocabulary;
  readonly longest: number;
  readonly cut: "texts" | "windows";
  readonly memoryBudget: number;
  readonly keepAfter: number;
  /** Null: nothing is kept. */
  readonly cacheFolder: string | null;
};

/** Fills in defaults. Throws ConfigError naming the option, what was expected and what came. */
export function readingSettings(options: ReadingOptions): ReadingSettings {
  return {
    per: options.per === undefined ? null : oneOf("per", options.per, ["line", "paragraph", "file"]),
    invalid: oneOf("invalid", options.invalid ?? "refuse", ["refuse", "replace"]),
    textColumn: options.textColumn ?? null,
    labels: options.labels ?? "auto",
    labelColumn: options.labelColumn ?? null,
    pathColumn: options.pathColumn ?? null,
    split: options.split === undefined ? null : oneOf("split", options.split, ["train", "test", "all"]),
    limit: options.limit === undefined ? Number.POSITIVE_INFINITY : whole("limit", options.limit),
    onProgress: options.onProgress ?? null,
    onNote: options.onNote ?? null,
    signal: options.signal ?? null,
  };
}

/** Fills in defaults. Throws ConfigError naming the option, what was expected and what came. */
export function textSettings(options: TextOptions): TextSettings {
  const cut = oneOf("cut", options.cut ?? "texts", ["texts", "windows"]);
  const { labels } = options;
  if (cut === "windows" && labels !== undefined && labels !== "auto" && labels !== "none")
    throw new ConfigError(
      '`labels` are of texts, and `cut: "windows"` cuts across them: leave `labels` out, or set `cut` to texts.',
      { option: "labels" },
    );
  const reading = readingSettings(options);
  return {
    ...reading,
    per: reading.per ?? (cut === "windows" ? "file" : null),
    labels: cut === "windows" ? "none" : reading.labels,
    cut,
    tokenizer: settledVocabulary(options.tokenizer ?? { kind: "bytes" }),
    longest: whole("longest", options.longest ?? 128),
    memoryBudget: options.memoryBudget ?? 2 ** 26,
    keepAfter: options.keepAfter ?? 1,
    cacheFolder: options.cacheFolder === noCache ? null : (options.cacheFolder ?? defaultCacheFolder()),
  };
}

function wrong(name: string, expected: string, came: unknown): never {
  throw new ConfigError(`\`${name}\` takes ${expected}, but got ${JSON.stringify(came)}.`, {
    option: name,
    came,
  });
}

function oneOf<const T extends string>(name: string, value: T, allowed: readonly T[]): T {
  return allowed.includes(value) ? value : wrong(name, allowed.join(", "), value);
}

function whole(name: string, value: number): number {
  return Number.isSafeInteger(value) && value > 0 ? value : wrong(name, "a whole number above 0", value);
}
