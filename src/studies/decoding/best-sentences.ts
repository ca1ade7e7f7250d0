import { type ScoringOptions, textScore } from "../../decoding/index.js";
import type { Bigram } from "./bigram.js";
import { END } from "./sentences.js";

/** The best of all texts that can follow, among those that end after 1 to T words, and those of T words that do not. */
export interface BestSentence {
  readonly score: number;
  readonly logProbability: number;
  /** Words, without the end. */
  readonly words: readonly number[];
  /** Whether it ends; else it is cut. */
  readonly ends: boolean;
}

/**
 * Exact searches over a model of one word of context, of which no tree could be looked through: what can come after a word in a number
 * of steps depends on that word alone, so the best is built up from the end (Viterbi). In time T V².
 */
export function bestSentences(
  { vocabulary, logs }: Bigram,
  most: number,
): (last: number, scoring?: ScoringOptions) => BestSentence {
  // Of exactly so many steps, by the word before: the best that ends with the last of them, and the best that does not.
  const ended: Step[] = [
    { values: Float64Array.from(logs, (row) => row[END]!), words: new Int32Array(vocabulary) },
  ];
  const open: Step[] = [{ values: new Float64Array(vocabulary), words: new Int32Array(vocabulary) }];
  for (let steps = 2; steps <= most; steps++) ended.push(before(ended.at(-1)!.values, logs));
  for (let steps = 1; steps <= most; steps++) open.push(before(open.at(-1)!.values, logs));
  const spell = (table: readonly Step[], steps: number, last: number): number[] => {
    const words: number[] = [];
    for (let at = steps; at > 0; at--) words.push(table[at]!.words[words.at(-1) ?? last]!);
    return words;
  };
  return (last, scoring = {}) => {
    const candidates = ended.map(({ values }, i) => ({
      logProbability: values[last]!,
      length: i + 1,
      ends: true,
    }));
    candidates.push({ logProbability: open[most]!.values[last]!, length: most, ends: false });
    const best = candidates
      .map((one) => ({ ...one, score: textScore(one.logProbability, one.length, scoring) }))
      .reduce((a, b) => (b.score > a.score ? b : a));
    const { score, logProbability, ends, length } = best;
    return {
      score,
      logProbability,
      ends,
      words: ends ? spell(ended, length - 1, last) : spell(open, length, last),
    };
  };
}

interface Step {
  readonly values: Float64Array;
  /** The word that is said first on the best way. */
  readonly words: Int32Array;
}

/** One step more in front: the best word that does not end, by the word before it. */
function before(after: Float64Array, logs: readonly Float64Array[]): Step {
  const values = new Float64Array(after.length).fill(-Infinity);
  const words = new Int32Array(after.length);
  for (const [last, row] of logs.entries())
    for (let word = 0; word < after.length; word++) {
      if (word === END) continue;
      const value = row[word]! + after[word]!;
      if (value > values[last]!) {
        values[last] = value;
        words[last] = word;
      }
    }
  return { values, words };
}
