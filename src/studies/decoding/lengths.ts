import type { ScoringOptions } from "../../decoding/index.js";
import { bestSentences } from "./best-sentences.js";
import type { Bigram } from "./bigram.js";
import { median } from "./median.js";

/** Lengths of the best continuations by one score: words, the end among them. */
export interface LengthRow {
  readonly name: string;
  /** Exponent of the length penalty; null for other scores. */
  readonly alpha: number | null;
  readonly median: number;
  readonly shortest: number;
  readonly longest: number;
  /** Those as long as a text may be. */
  readonly cut: number;
}

/** Exponents that are tried: 0 is the raw product. */
export const alphas = [0, 0.3, 0.6, 0.9, 1, 1.1, 1.2, 1.5];

/** The best of all sentences by several scores, which no width of a search could change, beside those of the text. */
export function bestLengths(
  bigram: Bigram,
  prompts: readonly Int32Array[],
  tokens: number,
): { readonly rows: LengthRow[]; best(prompt: Int32Array, scoring: ScoringOptions): readonly number[] } {
  const search = bestSentences(bigram, tokens);
  const lengths = (scoring: ScoringOptions) =>
    prompts.map((prompt) => {
      const { words, ends } = search(prompt.at(-1)!, scoring);
      return words.length + (ends ? 1 : 0);
    });
  const row = (name: string, alpha: number | null, scoring: ScoringOptions): LengthRow =>
    lengthRow(name, alpha, lengths(scoring), tokens);
  return {
    rows: [
      ...alphas.map((alpha) =>
        row(alpha === 0 ? "probability (α = 0)" : `α = ${alpha}`, alpha, { normalise: "penalty", alpha }),
      ),
      row("mean of a word", null, { normalise: "length" }),
    ],
    best: (prompt, scoring) => search(prompt.at(-1)!, scoring).words,
  };
}

export function lengthRow(
  name: string,
  alpha: number | null,
  lengths: readonly number[],
  tokens: number,
): LengthRow {
  return {
    name,
    alpha,
    median: median(lengths),
    shortest: Math.min(...lengths),
    longest: Math.max(...lengths),
    cut: lengths.filter((length) => length >= tokens).length / lengths.length,
  };
}
