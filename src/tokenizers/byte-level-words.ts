import { CodePointClasses } from "./code-point-classes.js";
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
  end(text, start) {
    const unit = text.charCodeAt(start);
    if (unit === 0x27) {
      const ending = endingAfterApostrophe(text, start);
      if (ending > 0) return start + ending;
    }
    if (unit === 0x20 && start + 1 < text.length) {
      const next = classes.at(text, start + 1);
      if (next !== space) return classes.runEnd(text, start + 1, next);
    }
    const kind = classes.at(text, start);
    const end = classes.runEnd(text, start, kind);
    return kind === space && end < text.length && end - start > 1 ? end - 1 : end;
  },
};

/** Length of 's, 't, 'm, 'd, 're, 've or 'll, or 0. */
function endingAfterApostrophe(text: string, start: number): number {
  switch (text.charCodeAt(start + 1)) {
    case 0x73: // s
    case 0x74: // t
    case 0x6d: // m
    case 0x64: // d
      return 2;
    case 0x72: // r
    case 0x76: // v
      return text.charCodeAt(start + 2) === 0x65 ? 3 : 0;
    case 0x6c: // l
      return text.charCodeAt(start + 2) === 0x6c ? 3 : 0;
    default:
      return 0;
  }
}
