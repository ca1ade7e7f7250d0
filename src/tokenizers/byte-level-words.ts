import { CodePointClasses, codePointAt } from "./code-point-classes.js";
import type { WordSplitter } from "./word-splitter.js";

const letter = 1;
const number = 2;
const space = 3;
const other = 4;

const classes = new CodePointClasses((character) =>
  /\p{L}/u.test(character)
    ? letter
    : /\p{N}/u.test(character)
      ? number
      : /\p{White_Space}/u.test(character)
        ? space
        : other,
);

/**
 * GPT-2's pattern (Radford et al. 2019), as it is written in tokenizer.json: an English ending after an apostrophe, letters,
 * digits or other characters with a space before them, and white space, whose last character is left to what follows.
 */
export const byteLevelPattern =
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** The same pattern as one scan over the text. White space is Unicode's, as it is for Hugging Face's two libraries. */
export const byteLevelWords: WordSplitter = {
  prepare: (text) => text,
  start: (_, at) => at,
  end(units, start, end) {
    const unit = units[start]!;
    if (unit === 0x27) {
      const ending = endingAfterApostrophe(units, start, end);
      if (ending > 0) return start + ending;
    }
    if (unit === 0x20 && start + 1 < end) {
      const next = classes.of(codePointAt(units, start + 1, end));
      if (next !== space) return classes.runEnd(units, start + 1, end, next);
    }
    const kind = classes.of(codePointAt(units, start, end));
    const to = classes.runEnd(units, start, end, kind);
    return kind === space && to < end && to - start > 1 ? to - 1 : to;
  },
};

/** Length of 's, 't, 'm, 'd, 're, 've or 'll, or 0. */
function endingAfterApostrophe(units: Uint16Array, start: number, end: number): number {
  if (start + 1 >= end) return 0;
  const second = units[start + 1];
  // s, t, m, d
  if (second === 0x73 || second === 0x74 || second === 0x6d || second === 0x64) return 2;
  if (start + 2 >= end) return 0;
  const third = units[start + 2];
  // re, ve, ll
  if ((second === 0x72 || second === 0x76) && third === 0x65) return 3;
  return second === 0x6c && third === 0x6c ? 3 : 0;
}
