import { IdList } from "./id-list.js";
import { WordReader, type WordSplitter } from "./word-splitter.js";
import { WordTable } from "./word-table.js";

/** Words that are remembered, and their code units: some tens of megabytes, then they are forgotten. */
const mostWords = 1 << 18;
const mostUnits = 1 << 22;
/** Longer words hardly come again. */
const longestWord = 256;

/**
 * Encodes texts word by word and remembers the ids of each word, since a few thousand make most of any text.
 * @param encodeWord adds the ids of one word, which is given as code units
 */
export function wordEncoder(
  splitter: WordSplitter,
  encodeWord: (units: Uint16Array, start: number, end: number, into: IdList) => void,
): (text: string, into: IdList) => void {
  let words = new WordTable();
  let ids = new IdList();
  let ends = new IdList();
  const reader = new WordReader(splitter);
  return (text, into) =>
    reader.read(text, (units, start, end) => {
      if (end - start > longestWord) return encodeWord(units, start, end, into);
      const word = words.indexOf(units, start, end);
      if (word === ends.length) {
        encodeWord(units, start, end, ids);
        ends.push(ids.length);
      }
      into.pushPart(ids.ids, word === 0 ? 0 : ends.ids[word - 1]!, ends.ids[word]!);
      if (words.size >= mostWords || words.length >= mostUnits)
        [words, ids, ends] = [new WordTable(), new IdList(), new IdList()];
    });
}
