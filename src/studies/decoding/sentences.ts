import { DataError } from "../../errors.js";

/** A text as sentences of words. */
export interface Sentences {
  /** Words by id; 0 is the end of a sentence. */
  readonly words: readonly string[];
  /** Sentences of ids, each with its end; where a rare word stood they are cut, and have no end. */
  readonly pieces: readonly Int32Array[];
  /** Sentences that were not cut. */
  readonly whole: readonly Int32Array[];
}

/** The word that ends a sentence. */
export const END = 0;

/**
 * Sentences of a text: words are letters with apostrophes inside, in lower case; `.`, `!` and `?` end a sentence; all else is left
 * out. Of the words the most frequent are kept, of equals those that come first.
 * @throws DataError when there are fewer than 20 sentences of three words
 */
export function sentencesOf(text: string, vocabulary: number, name: string): Sentences {
  const found = text.toLowerCase().match(/\p{L}+(?:['’]\p{L}+)*|[.!?]/gu) ?? [];
  const counts = new Map<string, number>();
  for (const word of found) if (!/[.!?]/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts].sort((a, b) => b[1] - a[1]).slice(0, vocabulary - 1);
  const words = [".", ...kept.map(([word]) => word)];
  const ids = new Map(words.map((word, id) => [word, id]));
  const pieces: Int32Array[] = [];
  const whole: Int32Array[] = [];
  let piece: number[] = [];
  let isWhole = true;
  const close = () => {
    if (piece.length > 1) {
      const ended = Int32Array.from(piece);
      pieces.push(ended);
      if (isWhole && piece.at(-1) === END) whole.push(ended);
    }
    piece = [];
  };
  for (const word of found) {
    const id = /[.!?]/.test(word) ? END : ids.get(word);
    if (id !== undefined) piece.push(id);
    if (id === undefined || id === END) {
      close();
      isWhole = id === END;
    }
  }
  close();
  if (whole.filter(({ length }) => length > 3).length < 20)
    throw new DataError(
      `${name} should have at least 20 sentences of three words or more, ended by . ! or ?; got ${whole.length}. Give a longer text (\`data\`), or count more words (\`vocabulary\`).`,
      { sentences: whole.length },
    );
  return { words, pieces, whole };
}
