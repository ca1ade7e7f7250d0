import { IdList } from "./id-list.js";
import type { WordSplitter } from "./word-splitter.js";
import { WordTable } from "./word-table.js";

/** Words that are remembered, and their code units: some tens of megabytes, then they are forgotten. */
const mostWords = 1 << 17;
const mostUnits = 1 << 22;
/** Longer words hardly come again. */
const longestWord = 256;

/**
 * Encodes texts word by word and remembers the ids of each word, since a few thousand make most of any text.
 * @param encodeWord adds the ids of one word
 */
export function wordEncoder(
  splitter: WordSplitter,
  encodeWord: (word: string, into: IdList) => void,
): (text: string, into: IdList) => void {
  let words = new WordTable();
  let ids = new IdList();
  let ends = new IdList();
  return (text, into) => {
    const prepared = splitter.prepare(text);
    let start = splitter.start(prepared, 0);
    while (start < prepared.length) {
      const end = splitter.end(prepared, start);
      if (end - start > longestWord) encodeWord(prepared.slice(start, end), into);
      else {
        const word = words.indexOf(prepared, start, end);
        if (word === ends.length) {
          encodeWord(prepared.slice(start, end), ids);
          ends.push(ids.length);
        }
        into.pushPart(ids.ids, word === 0 ? 0 : ends.ids[word - 1]!, ends.ids[word]!);
        if (words.size >= mostWords || words.length >= mostUnits)
          [words, ids, ends] = [new WordTable(), new IdList(), new IdList()];
      }
      start = splitter.start(prepared, end);
    }
  };
}
