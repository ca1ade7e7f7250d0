/** An accuracy, and how many decisions it is the share of. */
export interface Score {
  readonly value: number;
  readonly of: number;
}

/** A mean over seeds, and what it may be off by. */
export interface Estimate {
  readonly mean: number;
  /** One standard error. */
  readonly error: number;
}

/** What one arm has more than another. */
export interface Difference {
  readonly from: Estimate;
  readonly to: Estimate;
  readonly by: number;
  /** Two standard errors. */
  readonly within: number;
}

/**
 * The mean of a score over seeds. Its standard error is the larger of two: that of a share of so many decisions,
 * sqrt(p (1 - p) / n) (all seeds are judged by the same pictures, so more seeds do not lessen it), and the deviation over
 * seeds by the root of their number.
 */
export function estimate(scores: readonly Score[]): Estimate {
  const mean = scores.reduce((sum, { value }) => sum + value / scores.length, 0);
  const of = Math.min(...scores.map((score) => score.of));
  // One more right and one more wrong, so that all right is not certain.
  const share = (mean * of + 1) / (of + 2);
  const drawn = Math.sqrt((share * (1 - share)) / of);
  if (scores.length < 2) return { mean, error: drawn };
  const squares = scores.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.max(drawn, Math.sqrt(squares / (scores.length - 1) / scores.length)) };
}

export function difference(from: Estimate, to: Estimate): Difference {
  return { from, to, by: to.mean - from.mean, within: 2 * Math.hypot(from.error, to.error) };
}

/** More by more than two standard errors. */
export const isMore = ({ by, within }: Difference): boolean => by > within;
export const isLess = ({ by, within }: Difference): boolean => -by > within;

/** `45.0 % to 52.1 % (+7.1 ± 1.6 points)`. */
export function change({ from, to, by, within }: Difference): string {
  return `${share(from.mean)} to ${share(to.mean)} (${by < 0 ? "-" : "+"}${(100 * Math.abs(by)).toFixed(1)} ± ${(100 * within).toFixed(1)} points)`;
}

/** `45.0 %`. */
export const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
