/** How much of the test data pretraining has looked at. */
export interface Leakage {
  /** Test samples that were seen, ascending. */
  readonly seen: Int32Array;
  readonly tested: number;
  /** `seen` as a share of the test samples. */
  readonly fraction: number;
  /** A plain sentence when any was seen, else null. */
  readonly warning: string | null;
}

/**
 * The guard of every evaluation: which test samples were among the pretraining data, by fingerprints of their
 * content. Equal content within the test data counts each time.
 * @param pretraining fingerprints of what pretraining saw @param test fingerprints of the test samples, made the same way
 */
export function leakage<Print extends bigint | string>(
  pretraining: Iterable<Print>,
  test: Iterable<Print>,
): Leakage {
  const known = pretraining instanceof Set ? (pretraining as ReadonlySet<Print>) : new Set(pretraining);
  const seen: number[] = [];
  let tested = 0;
  for (const print of test) {
    if (known.has(print)) seen.push(tested);
    tested++;
  }
  return {
    seen: Int32Array.from(seen),
    tested,
    fraction: seen.length / tested,
    warning: sentence(seen.length, tested),
  };
}

function sentence(seen: number, tested: number): string | null {
  if (seen === 0) return null;
  const share = (100 * seen) / tested;
  const percent = share < 0.1 ? "under 0.1 %" : `${share.toFixed(share < 10 ? 1 : 0)} %`;
  return `${seen} of the ${tested} test samples (${percent}) were seen in pretraining, so the accuracies may be higher than on new data; pretrain without them, or test on others.`;
}
