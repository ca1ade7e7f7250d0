import { readFile } from "node:fs/promises";
import { DataError } from "../errors.js";
import { type Tokenizer, tokenizerFromJson } from "../tokenizers/index.js";

/** Reads a tokenizer.json. @throws DataError where there is none, or one that something else wrote */
export async function readTokenizer(path: string): Promise<Tokenizer> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new DataError(
      `There is no tokenizer at ${path}: give bytes, characters, bpe or wordpiece, or the path of a tokenizer.json.`,
      { path },
      error,
    );
  });
  return tokenizerFromJson(text, path);
}
