import { PairQueue } from "./pair-queue.js";
import { SymbolWords, type WordSymbols } from "./symbol-words.js";

/** What is learned from: words of tokens, and how two tokens are written as one. */
export interface MergeTask {
  /** Tokens that are there before any merge, by id; symbols of the words are their ids. */
  readonly tokens: readonly string[];
  readonly words: WordSymbols;
  readonly join: (first: string, second: string) => string;
  /** Tokens that no merge may make: names of special tokens. */
  readonly reserved: ReadonlySet<string>;
  /** How many tokens there shall be at most. */
  readonly size: number;
  /** How often a pair must occur to be merged. */
  readonly minimumFrequency: number;
}

/** Tokens by id, and the pairs in the order in which they were merged. */
export interface LearnedMerges {
  readonly tokens: readonly string[];
  readonly merges: readonly (readonly [number, number])[];
}

/**
 * Merges the most frequent pair of neighbours within words again and again (Gage 1994; Sennrich et al. 2016); of equally frequent
 * ones that of the smaller ids. Two ways to the same text make one token. Hugging Face's trainer has the same rules.
 * @returns fewer than `size` tokens where no pair is frequent enough any more
 */
export function learnMerges(task: MergeTask): LearnedMerges {
  const tokens = [...task.tokens];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const merges: (readonly [number, number])[] = [];
  const merged = new Set<number>();
  const least = Math.max(1, task.minimumFrequency);
  const words = new SymbolWords(task.words);
  const { pairs } = words;
  const queue = new PairQueue(pairs);
  for (let pair = 0; pair < pairs.size; pair++)
    if (words.counts[pair]! >= least) queue.push(pair, words.counts[pair]!);

  while (tokens.length < task.size) {
    const top = queue.pop();
    if (top === undefined) break;
    const { pair } = top;
    const count = words.counts[pair]!;
    // A pair that others were merged out of waits in the queue with its old count: it goes back to where it belongs.
    if (count !== top.count) {
      if (count >= least && count < top.count) queue.push(pair, count);
      continue;
    }
    const [first, second] = [pairs.firsts[pair]!, pairs.seconds[pair]!];
    const text = task.join(tokens[first]!, tokens[second]!);
    if (task.reserved.has(text)) continue;
    const id = ids.get(text) ?? tokens.length;
    if (id === tokens.length) {
      tokens.push(text);
      ids.set(text, id);
    }
    // One that stands there again, by another way to one of its tokens, is merged again and has its rank.
    if (!merged.has(pair)) merges.push([first, second]);
    merged.add(pair);
    words.merge(pair, id);
    for (const raised of words.raised)
      if (words.counts[raised]! >= least) queue.push(raised, words.counts[raised]!);
  }
  return { tokens, merges };
}
