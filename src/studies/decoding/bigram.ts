import { logProbabilities, type NextTokenModel } from "../../decoding/index.js";
import { END, type Sentences } from "./sentences.js";

/** A model of one word of context: how often words follow each other, with a tenth of how often they come at all. */
export interface Bigram {
  readonly vocabulary: number;
  /** Logits of what follows each word, `[V, V]`; row `END` is the beginning of a sentence. */
  readonly logits: Float32Array;
  /** The logarithms of probabilities that decoding makes of them, `[V, V]`. */
  readonly logs: readonly Float64Array[];
}

const own = 0.9;

export function bigramOf({ words, pieces }: Sentences): Bigram {
  const vocabulary = words.length;
  const pairs = new Float64Array(vocabulary * vocabulary);
  const [before, all] = [new Float64Array(vocabulary), new Float64Array(vocabulary)];
  let total = 0;
  for (const piece of pieces) {
    let last = END;
    for (const word of piece) {
      pairs[last * vocabulary + word]! += 1;
      before[last]! += 1;
      all[word]! += 1;
      total += 1;
      last = word;
    }
  }
  const logits = Float32Array.from(pairs, (count, i) => {
    const [last, word] = [Math.floor(i / vocabulary), i % vocabulary];
    // A sentence has at least a word.
    if (last === END && word === END) return -Infinity;
    const share = before[last] === 0 ? 0 : count / before[last]!;
    return Math.log(own * share + (1 - own) * (all[word]! / total));
  });
  const logs = words.map((_, row) => logProbabilities(logits, row, vocabulary));
  return { vocabulary, logits, logs };
}

/** It as what decoding asks: with an end, sentences; without, one after the other. */
export function bigramModel(
  { vocabulary, logits }: Bigram,
  { ends }: { readonly ends: boolean },
): NextTokenModel {
  const answer = (lasts: readonly number[]) => {
    const rows = new Float32Array(lasts.length * vocabulary);
    for (const [i, last] of lasts.entries())
      rows.set(logits.subarray(last * vocabulary, (last + 1) * vocabulary), i * vocabulary);
    return Promise.resolve(rows);
  };
  return {
    vocabulary,
    end: ends ? END : undefined,
    open: (prompts) => answer(prompts.map((prompt) => prompt[prompt.length - 1] ?? END)),
    // Nothing but the last word counts, so rows need not be remembered.
    next: (_, tokens) => answer([...tokens]),
  };
}
