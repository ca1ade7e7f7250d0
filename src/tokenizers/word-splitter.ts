/** How a text is cut into the words that a vocabulary is learned from and that merges stay within. */
export interface WordSplitter {
  /** The text in which words are looked for: normalised, where the tokenizer does that. */
  prepare(text: string): string;
  /** Where the next word begins, from `at` on, in code units; the end where there is none. */
  start(units: Uint16Array, at: number, end: number): number;
  /** Where the word that begins at `start` ends. */
  end(units: Uint16Array, start: number, end: number): number;
}

/**
 * Calls `word` for each word of a text, with its code units and where among them it begins and ends. They are copied out of the
 * string once: looked at one by one, those of a string take twice as long, and more where it is a part of another.
 */
export class WordReader {
  private units = new Uint16Array(1 << 10);

  constructor(private readonly splitter: WordSplitter) {}

  read(text: string, word: (units: Uint16Array, start: number, end: number) => void): void {
    const { splitter } = this;
    const prepared = splitter.prepare(text);
    const length = prepared.length;
    if (length > this.units.length) this.units = new Uint16Array(length * 2);
    const { units } = this;
    for (let i = 0; i < length; i++) units[i] = prepared.charCodeAt(i);
    let start = splitter.start(units, 0, length);
    while (start < length) {
      const end = splitter.end(units, start, length);
      word(units, start, end);
      start = splitter.start(units, end, length);
    }
    // One text of a gigabyte shall not keep two for good.
    if (units.length > mostKept) this.units = new Uint16Array(1 << 10);
  }
}

const mostKept = 1 << 22;

/** Lone surrogates become U+FFFD, as they do in UTF-8. */
const decoder = new TextDecoder("utf-16le", { ignoreBOM: true });

/** The text of code units. */
export function textOf(units: Uint16Array, start: number, end: number): string {
  return decoder.decode(units.subarray(start, end));
}
