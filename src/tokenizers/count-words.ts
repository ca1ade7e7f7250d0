import { DataError } from "../errors.js";
import { type Corpus, readCorpus } from "./corpus.js";
import { grown } from "./grown.js";
import { WordReader, type WordSplitter } from "./word-splitter.js";
import { WordTable } from "./word-table.js";

/** Distinct words of a corpus and how often each occurs. */
export interface WordCounts {
  readonly words: WordTable;
  readonly counts: Float64Array;
}

/**
 * Counts the words of a corpus, in memory that grows with the distinct ones.
 * @throws DataError where there is no word
 */
export async function countWords(corpus: Corpus, splitter: WordSplitter): Promise<WordCounts> {
  const words = new WordTable();
  let counts: Float64Array = new Float64Array(1 << 12);
  const reader = new WordReader(splitter);
  const count = (units: Uint16Array, start: number, end: number) => {
    const word = words.indexOf(units, start, end);
    if (word >= counts.length) counts = grown(counts, word + 1, Float64Array);
    counts[word]!++;
  };
  await readCorpus(corpus, (text) => reader.read(text, count));
  if (words.size === 0) throw emptyCorpus();
  return { words, counts: counts.subarray(0, words.size) };
}

export function emptyCorpus(): DataError {
  return new DataError(
    "A vocabulary is learned from texts, and these hold no word; give texts that are not empty.",
  );
}
