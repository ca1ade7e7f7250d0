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

/** A difference as an estimate, to be compared with another: what a lens does with a defence, and without. */
export function effect({ by, within }: Difference): Estimate {
  return { mean: by, error: within / 2 };
}

const none: Estimate = { mean: 0, error: 0 };

/** The middle of two, or half of one: what a cure has to pass to undo more than half. */
export function halfway(a: Estimate, b: Estimate = none): Estimate {
  return { mean: (a.mean + b.mean) / 2, error: Math.hypot(a.error, b.error) / 2 };
}

/** More by more than two standard errors. */
export const isMore = ({ by, within }: Difference): boolean => by > within;
export const isLess = ({ by, within }: Difference): boolean => -by > within;

/** `45.0 % to 52.1 % (+7.1 ± 1.6 points)`. */
export const change = (found: Difference): string =>
  `${share(found.from.mean)} to ${share(found.to.mean)} ${margin(found)}`;

/** `(+7.1 ± 1.6 points)`. */
export const margin = ({ by, within }: Difference): string =>
  `(${points(by)} ± ${(100 * within).toFixed(1)} points)`;

/** `+7.1`. */
export const points = (value: number): string =>
  `${value < 0 ? "-" : "+"}${(100 * Math.abs(value)).toFixed(1)}`;

/** `45.0 %`. */
export const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
