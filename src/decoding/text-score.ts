import { ConfigError } from "../errors.js";
import { type Continuation, lengthOf } from "./continuation.js";

/** What texts of different lengths are compared by. */
export interface ScoringOptions {
  /**
   * `none`: the logarithm of the probability, which falls with every token, so that the shortest texts win.
   * `length`: that over the number of tokens, the end token among them, where long texts of likely tokens may win.
   * `penalty`: that over ((5 + tokens) / 6)^`alpha` (Wu et al., 2016, https://arxiv.org/abs/1609.08144, formula 14), between
   * the two. Default `none`.
   */
  readonly normalise?: "none" | "length" | "penalty" | undefined;
  /** Of `penalty`: 0 is `none`, and the greater, the longer. Default 0.6. */
  readonly alpha?: number | undefined;
}

/** A text with what it was compared by. */
export interface ScoredContinuation extends Continuation {
  readonly score: number;
}

/** The score of a text by the logarithm of its probability and its tokens, the end token among them. */
export function textScore(
  logProbability: number,
  length: number,
  { normalise = "none", alpha = 0.6 }: ScoringOptions = {},
): number {
  if (normalise === "none") return logProbability;
  return logProbability / (normalise === "length" ? length : ((5 + length) / 6) ** alpha);
}

export function scored(text: Continuation, options: ScoringOptions): ScoredContinuation {
  return { ...text, score: textScore(text.logProbability, lengthOf(text), options) };
}

/** The best first. */
export function ranked(texts: readonly ScoredContinuation[]): ScoredContinuation[] {
  return [...texts].sort((a, b) => b.score - a.score);
}

/** @throws ConfigError for an `alpha` below 0, which would make length count twice */
export function checkScoring({ alpha = 0 }: ScoringOptions): void {
  if (!(Number.isFinite(alpha) && alpha >= 0))
    throw new ConfigError(
      `The exponent of the length penalty (\`alpha\`) is a number from 0; got ${alpha}.`,
      {
        alpha,
      },
    );
}
