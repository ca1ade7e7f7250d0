import * as z from "zod";
import { option } from "../option.js";

/** What a person may say about how texts are read. */
export const textOptions = {
  per: option(
    z.enum(["line", "paragraph", "file"]),
    "what",
    "what is one text of a file: each line, each paragraph, or all of it (default: line of one file, file of a folder)",
  ),
  textColumn: option(
    z.string().min(1),
    "name",
    "column of a table that holds the texts (default: automatic)",
  ),
  invalid: option(
    z.enum(["refuse", "replace"]),
    "how",
    "what becomes of bytes that are no text: refuse them, or replace them by a mark (default: refuse)",
  ),
  tokenizer: option(
    z.string().min(1),
    "kind",
    "bytes, characters, bpe or wordpiece, whose vocabulary is learned from the texts, or a tokenizer.json of this project (default: that of the run that is started from, else wordpiece)",
  ),
  vocabularySize: option(
    z.int().min(2),
    "n",
    "entries of a vocabulary that is learned (default: 8192, or all characters)",
  ),
  /** Tokens of a sample, at most: of a window, exactly. */
  longest: option(
    z.int().min(2).max(65536),
    "tokens",
    "tokens of the longest text; what is longer is cut (default: 128)",
  ),
  cut: option(
    z.enum(["texts", "windows"]),
    "how",
    "a sample is a text, or a window of texts one after the other, for language models (default: texts)",
  ),
} as const;
