/**
 * Area under the ROC curve: the probability that a positive scores above a negative, both drawn at random, equal
 * scores counting half (Mann and Whitney's U over n m). Exact, from ranks; 0.5 says that scores tell nothing.
 * @param negatives scores that should be low @param positives scores that should be high
 * @returns 0 to 1; NaN when one side is empty
 */
export function auroc(negatives: ArrayLike<number>, positives: ArrayLike<number>): number {
  const [n, m] = [negatives.length, positives.length];
  const low = Float64Array.from(negatives).sort();
  const high = Float64Array.from(positives).sort();
  let [below, upTo, wins] = [0, 0, 0];
  for (const score of high) {
    while (below < n && low[below]! < score) below++;
    while (upTo < n && low[upTo]! <= score) upTo++;
    wins += (below + upTo) / 2;
  }
  return wins / (n * m);
}

/**
 * The greatest distance of two cumulative distributions (Kolmogorov, Smirnov): the share that the best threshold tells
 * apart. 0 for one distribution, 1 for two that do not touch. With densities that cross once, 1 minus it is the area
 * that they share.
 */
export function greatestDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const first = Float64Array.from(a).sort();
  const second = Float64Array.from(b).sort();
  let [i, j, most] = [0, 0, 0];
  while (i < first.length && j < second.length) {
    const value = Math.min(first[i]!, second[j]!);
    while (i < first.length && first[i]! <= value) i++;
    while (j < second.length && second[j]! <= value) j++;
    most = Math.max(most, Math.abs(i / first.length - j / second.length));
  }
  return most;
}
