/** How a text is cut into the words that a vocabulary is learned from and that merges stay within. */
export interface WordSplitter {
  /** The text in which words are looked for: normalised, where the tokenizer does that. */
  prepare(text: string): string;
  /** Where the next word begins, from `at` on; the text's length where there is none. */
  start(prepared: string, at: number): number;
  /** Where the word that begins at `start` ends. */
  end(prepared: string, start: number): number;
}
