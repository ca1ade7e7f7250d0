import { ConfigError } from "../../errors.js";
import type { Said } from "../kind.js";
import type { TextData } from "./text-data.js";
import type { textOptions } from "./text-options.js";

/** What the encoder has learned to read: other tokens mean nothing to it. */
const settled = ["tokenizer", "vocabularySize", "longest"] as const;

/**
 * What a run keeps of texts, with others read from files in another way.
 * @throws ConfigError for another tokenizer or length than its encoder knows
 */
export function withTextSaid(data: TextData, said: Said<typeof textOptions>): TextData {
  const strange = settled.find(
    (name) => said[name] !== undefined && !(name === "longest" && said.longest === data.longest),
  );
  if (strange !== undefined)
    throw new ConfigError(
      `The run reads texts by its own tokenizer, ${data.longest} tokens at most, and \`${strange}\` would change that. Leave \`${strange}\` out.`,
      { option: strange },
    );
  return {
    ...data,
    per: said.per ?? data.per,
    textColumn: said.textColumn ?? data.textColumn,
    invalid: said.invalid ?? data.invalid,
    cut: said.cut ?? data.cut,
  };
}
