import { bertWords } from "./bert-words.js";
import { countWords, emptyCorpus, type WordCounts } from "./count-words.js";
import { IdList } from "./id-list.js";
import { learnMerges } from "./learn-merges.js";
import { namesOf } from "./special-tokens.js";
import type { WordSymbols } from "./symbol-words.js";
import type { Tokenizer } from "./tokenizer.js";
import { checkFilled, checkRoom, checkWhole, type TrainingOptions, withUnknown } from "./training-options.js";
import { continuation, wordPieceTokenizer } from "./word-piece-tokenizer.js";

export interface WordPieceOptions extends TrainingOptions {
  /** Whether letters are made small and accents stripped (the default, as in BERT's uncased models). */
  readonly lowercase?: boolean;
  /** The most characters that the vocabulary has at the beginning, the most frequent ones (default 1,000). */
  readonly alphabetSize?: number;
}

/**
 * Learns a WordPiece vocabulary: BERT's words, their characters (`##` before those that go on with a word), and merges by
 * frequency until it is full. That is how Hugging Face's trainer does it, and not by the likelihood score of the paper: a
 * frequent pair is more use to a small model than one whose parts are rare elsewhere, and the merges are those of `trainBpe`,
 * so one trainer serves both. Encoding takes the longest piece and does not look at merges. A word with a character beyond
 * the alphabet gives what it has without it, and is unknown when it is encoded.
 * @throws ConfigError for a vocabulary with no room for its characters
 * @throws DataError for texts without a word, or too few for a vocabulary of that size: the message says how many entries they give
 */
export async function trainWordPiece(options: WordPieceOptions): Promise<Tokenizer> {
  const specials = withUnknown(options.specials);
  const names = namesOf(specials);
  const lowercase = options.lowercase ?? true;
  const size = checkWhole("vocabularySize", options.vocabularySize, 1);
  const minimumFrequency = checkWhole("minimumFrequency", options.minimumFrequency ?? 2, 1);
  const alphabetSize = checkWhole("alphabetSize", options.alphabetSize ?? 1000, 1);
  const counted = await countWords(options, bertWords(lowercase));
  const { alphabet, words } = inCharacters(counted, names, alphabetSize);
  checkRoom(size, names.length, alphabet.length, "characters");
  const { tokens } = learnMerges({
    ...{ tokens: [...names, ...alphabet], words, reserved: new Set(names), size, minimumFrequency },
    join: (first, second) => first + second.slice(continuation.length),
  });
  checkFilled(tokens.length, size, minimumFrequency);
  return wordPieceTokenizer({ vocabulary: tokens, specials, frame: options.frame, lowercase });
}

/** Words as ids of characters; characters first by code point, then those that go on with a word, so that ids are settled. */
function inCharacters(
  { words, counts }: WordCounts,
  names: readonly string[],
  alphabetSize: number,
): { readonly alphabet: readonly string[]; readonly words: WordSymbols } {
  const frequency = new Map<string, number>();
  const continuing = new Set<string>();
  for (let word = 0; word < words.size; word++) {
    let first = true;
    for (const character of words.word(word)) {
      frequency.set(character, (frequency.get(character) ?? 0) + counts[word]!);
      if (!first) continuing.add(character);
      first = false;
    }
  }
  if (frequency.size === 0) throw emptyCorpus();
  const byCodePoint = (a: string, b: string) => a.codePointAt(0)! - b.codePointAt(0)!;
  const kept = [...frequency]
    .sort(([a, often], [b, oftener]) => oftener - often || byCodePoint(a, b))
    .slice(0, alphabetSize)
    .map(([character]) => character)
    .sort(byCodePoint);
  const goingOn = kept
    .filter((character) => continuing.has(character))
    .map((character) => continuation + character);
  const alphabet = [...kept, ...goingOn];
  const ids = new Map(alphabet.map((token, i) => [token, names.length + i]));
  const symbols = new IdList();
  const starts = new Int32Array(words.size + 1);
  for (let word = 0; word < words.size; word++) {
    let prefix = "";
    for (const character of words.word(word)) {
      const id = ids.get(prefix + character);
      if (id !== undefined) symbols.push(id);
      prefix = continuation;
    }
    starts[word + 1] = symbols.length;
  }
  return { alphabet, words: { symbols: symbols.toArray(), starts, counts } };
}
