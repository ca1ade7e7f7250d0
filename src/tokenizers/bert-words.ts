import { CodePointClasses, codePointAt } from "./code-point-classes.js";
import type { WordSplitter } from "./word-splitter.js";

const space = 1;
/** Characters that are words by themselves: punctuation and ideographs. */
const alone = 2;
const other = 3;

/** Ideographs as BERT has them: the blocks of unified and compatibility ideographs. */
const ideographs: readonly (readonly [number, number])[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
  [0x2_0000, 0x2_a6df],
  [0x2_a700, 0x2_b73f],
  [0x2_b740, 0x2_b81f],
  [0x2_b820, 0x2_ceaf],
  [0x2_f800, 0x2_fa1f],
];

/** The same as a pattern for tokenizer.json. */
export const ideographPattern = `[${ideographs
  .map(([first, last]) => `${String.fromCodePoint(first)}-${String.fromCodePoint(last)}`)
  .join("")}]`;

const classes = new CodePointClasses((character) => {
  const codePoint = character.codePointAt(0)!;
  if (/\p{White_Space}/u.test(character)) return space;
  if (/[\p{P}!-/:-@[-`{-~]/u.test(character)) return alone;
  return ideographs.some(([first, last]) => codePoint >= first && codePoint <= last) ? alone : other;
});

const removed = /(?![\t\n\r])[\0\ufffd\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
/** Where texts are of plain letters, there are no accents to strip. */
const beyondAscii = /[^\0-\x7f]/;

/**
 * BERT's words (Devlin et al. 2018): control characters are removed, letters made small and their accents stripped where
 * `lowercase` says so, and the text is cut at white space and around punctuation and ideographs.
 *
 * Two things are as BERT's own code and Hugging Face's Rust library have them where its JavaScript library does otherwise:
 * ideographs beyond the first 65,536 code points are words too; and as in the Rust library alone a capital sigma becomes the
 * same small one wherever it stands. The files that are written say both in a way that all libraries read alike.
 */
export function bertWords(lowercase: boolean): WordSplitter {
  return {
    prepare(text) {
      const clean = text.replace(removed, "");
      if (!lowercase) return clean;
      const small = clean.replaceAll("Σ", "σ").toLowerCase();
      return beyondAscii.test(small) ? small.normalize("NFD").replace(/\p{Mn}/gu, "") : small;
    },
    start: (units, at, end) => classes.runEnd(units, at, end, space),
    end(units, start, end) {
      const codePoint = codePointAt(units, start, end);
      if (classes.of(codePoint) === other) return classes.runEnd(units, start, end, other);
      return start + (codePoint > 0xffff ? 2 : 1);
    },
  };
}
