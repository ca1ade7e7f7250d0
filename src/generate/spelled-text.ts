import type { Tokenizer } from "../tokenizers/index.js";

/** Tokens as a person reads them: special tokens are left out, and where one text ended and the next began stands a line break. */
export function spelledText(
  tokenizer: Tokenizer,
  tokens: readonly number[],
  closing: number | undefined,
): string {
  const lines: number[][] = [[]];
  for (const token of tokens)
    if (token === closing) lines.push([]);
    else lines.at(-1)!.push(token);
  return lines.map((line) => tokenizer.decode(line, { specials: "skip" })).join("\n");
}
