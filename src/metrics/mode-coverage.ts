import { DataError } from "../errors.js";

/** How a generator's samples spread over the classes that a classifier sorts them into. */
export interface ModeCoverage {
  /** Share of the samples in each class. */
  readonly shares: readonly number[];
  /** Classes that at least a tenth of their even share of the samples falls into: a hundredth where there are ten. */
  readonly covered: number;
  /** Entropy of the shares in nats: 0 for one class, the log of their number where all are equally likely. */
  readonly entropy: number;
}

/**
 * Below this part of its even share a class counts as left out: mistakes of the classifier fall there too. One that is
 * right in nine of ten puts about so many into each class, so how often it is right belongs beside the coverage.
 */
const least = 0.1;

/**
 * Mode coverage: which classes samples fall into, and how evenly.
 * @param predictions class index of each sample
 * @throws DataError without samples, or for a class that is not among so many
 */
export function modeCoverage(predictions: ArrayLike<number>, classes: number): ModeCoverage {
  const samples = predictions.length;
  if (samples === 0) throw new DataError("Coverage needs at least one sample; there is none.");
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < samples; i++) {
    const at = predictions[i]!;
    if (!Number.isInteger(at) || at < 0 || at >= classes)
      throw new DataError(`Coverage expects classes 0 to ${classes - 1}, found ${at}.`);
    counts[at]!++;
  }
  const shares = counts.map((count) => count / samples);
  return {
    shares,
    covered: counts.filter((count) => count * classes >= least * samples).length,
    entropy: shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0),
  };
}
