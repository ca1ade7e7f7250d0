import { DataError } from "../errors.js";
import type { Tokenizer } from "../tokenizers/index.js";
import { closingOf, type TextRun } from "./text-run.js";

/**
 * Tokens of a text's beginning, as samples of the run begin: behind what opens a text or, in windows, behind nothing. An empty one
 * begins behind what closes the text before.
 * @throws DataError for characters that the tokenizer does not know, and for an empty prompt where texts begin with nothing
 */
export function promptTokens(
  { tokenizer, cut }: Pick<TextRun, "tokenizer" | "cut">,
  prompt: string,
): number[] {
  const ids = tokenizer.encode(prompt, { names: "text" });
  refuseUnknown(tokenizer, prompt, ids);
  const opening = cut === "texts" ? tokenizer.frame.opening : [];
  if (opening.length + ids.length > 0) return [...opening, ...ids];
  const closing = closingOf(tokenizer);
  if (closing === undefined)
    throw new DataError("Texts of this run begin with no token of their own; give a prompt to go on from.");
  return [closing];
}

/** @throws DataError when some of the ids are the unknown token, with the characters that are to blame */
export function refuseUnknown(tokenizer: Tokenizer, text: string, ids: Int32Array): void {
  const { unknown } = tokenizer.specials;
  if (unknown === undefined || !ids.includes(unknown)) return;
  const strange = [...new Set(text)].filter((one) =>
    tokenizer.encode(one, { names: "text" }).includes(unknown),
  );
  const which = strange.length === 0 ? text : strange.slice(0, 10).join(" ");
  throw new DataError(
    `The run's tokenizer never saw ${which} when it was trained, so the model knows nothing of it; write the text without.`,
    { unknown: strange },
  );
}
