import { characterTokenizer } from "./character-tokenizer.js";
import { type Corpus, readCorpus } from "./corpus.js";
import { emptyCorpus } from "./count-words.js";
import { type Frame, namesOf, type SpecialRole } from "./special-tokens.js";
import type { Tokenizer } from "./tokenizer.js";
import { checkFilled, checkRoom, checkWhole, withUnknown } from "./training-options.js";

export interface CharacterOptions extends Corpus {
  /** Entries of the vocabulary, special tokens among them: the most frequent characters are kept. All of them by default. */
  readonly vocabularySize?: number;
  /** How often a character must occur to be kept (default 1). */
  readonly minimumFrequency?: number;
  /** Special tokens by what they are there for; all of them by default. */
  readonly specials?: readonly SpecialRole[];
  /** What `encode` with `framed` puts beside a text. */
  readonly frame?: Frame;
}

/**
 * A vocabulary of the characters (code points) of texts, in their order. Lone surrogates are no characters: they are unknown.
 * @throws ConfigError for a vocabulary with no room for one character
 * @throws DataError for texts without a character, or with fewer than were asked for: the message says how many
 */
export async function trainCharacters(options: CharacterOptions): Promise<Tokenizer> {
  const specials = withUnknown(options.specials);
  const names = namesOf(specials);
  const least = checkWhole("minimumFrequency", options.minimumFrequency ?? 1, 1);
  const size = options.vocabularySize;
  if (size !== undefined) {
    checkWhole("vocabularySize", size, 1);
    checkRoom(size, names.length, 1, "character");
  }
  const counts = new Float64Array(0x11_0000);
  // Where a text ends makes no difference here, so pieces need not be put together but for a character that is cut.
  await readCorpus(options, (text) => {
    for (let at = 0; at < text.length; at++) {
      const codePoint = text.codePointAt(at)!;
      if (codePoint > 0xffff) at++;
      counts[codePoint]!++;
    }
  });
  const found: number[] = [];
  for (let codePoint = 0; codePoint < counts.length; codePoint++)
    if (counts[codePoint]! >= least && !isSurrogate(codePoint)) found.push(codePoint);
  if (found.length === 0) throw emptyCorpus();
  if (size !== undefined) checkFilled(names.length + found.length, size, least);
  const kept = found
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, size === undefined ? undefined : size - names.length)
    .sort((a, b) => a - b)
    .map((codePoint) => String.fromCodePoint(codePoint));
  return characterTokenizer({ vocabulary: [...names, ...kept], specials, frame: options.frame });
}

const isSurrogate = (codePoint: number): boolean => codePoint >= 0xd800 && codePoint < 0xe000;
