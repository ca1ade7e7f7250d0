import type { Tokenizer } from "../tokenizers/index.js";
import type { OpenCorpus } from "./corpus.js";
import { roomFor } from "./read-samples.js";
import type { TextSettings } from "./text-options.js";
import { mostCounted, type TokenSet } from "./token-set.js";

/** What there is to say of a corpus, a sentence each. */
export function textNotes(
  corpus: OpenCorpus,
  { facts }: TokenSet,
  tokenizer: Tokenizer,
  { cut, longest, limit }: TextSettings,
): string[] {
  const { texts, tokens, characters, isPart, empty, cutWords } = facts;
  const own = tokens - (facts.closes ? texts : 0);
  const each = own === 0 ? "" : `, ${(characters / own).toFixed(2)} characters a token`;
  const windows = Math.floor(tokens / longest);
  const isLess = isPart || corpus.files.length < corpus.there || (cut === "windows" && windows > limit);
  const part = isLess ? " (a part of it, as `limit` says)" : "";
  const notes = [
    `${texts} ${texts === 1 ? "text" : "texts"} with ${own} tokens in ${corpus.name}${part}${each}.`,
  ];
  if (cut === "windows") {
    const rest = tokens - windows * longest;
    const left = rest === 0 ? "" : `; the last ${rest} tokens fill none and are left out`;
    notes.push(`${windows} ${windows === 1 ? "window" : "windows"} of ${longest} tokens${left}.`);
  } else {
    const room = roomFor(tokenizer, longest);
    const long = facts.lengths.reduce((sum, [length, count]) => sum + (length > room ? count : 0), 0);
    if (long > 0 && room < mostCounted)
      notes.push(
        `${long} of the ${texts} texts ${long === 1 ? "has" : "have"} more than ${room} tokens and ${long === 1 ? "is" : "are"} cut there: set \`longest\` to a larger number to keep more.`,
      );
  }
  if (empty > 0)
    notes.push(`${empty} ${empty === 1 ? "line or cell is" : "lines or cells are"} empty and left out.`);
  if (cutWords > 0)
    notes.push(
      `Text without white space was cut in ${cutWords} ${cutWords === 1 ? "place" : "places"}, as it is too long to be held.`,
    );
  return [...notes, ...corpus.notes];
}
