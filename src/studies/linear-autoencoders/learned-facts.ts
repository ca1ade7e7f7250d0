import type { LinearResult } from "./linear-result.js";
import type { RowWords } from "./row-words.js";

/** What was measured of arms that were trained, and what it is to be read beside. */
export interface LearnedFacts {
  readonly results: ReadonlyMap<string, LinearResult>;
  /** The best linear map from noisy to clean rows, Σ (Σ + σ² I)^-1. */
  readonly optimum: { readonly distanceSeen: number; readonly denoised: number };
  /** Error of noisy rows as they are, relative to |x|². */
  readonly noisy: number;
  /** R² of each value given the others, by ridge regression. */
  readonly regression: {
    readonly data: readonly (number | null)[];
    readonly made: readonly (number | null)[];
  };
  /** Values of a row. */
  readonly values: number;
  readonly words: RowWords;
}

/** The result of an arm, which is finished by now. */
export function arm({ results }: Pick<LearnedFacts, "results">, name: string): LinearResult {
  return results.get(name) as LinearResult;
}
