/** How far a float32 result may be from the float64 reference. */
export interface Tolerance {
  readonly relative: number;
  /** Differences up to this pass however small the expected number is. */
  readonly absolute: number;
}

/**
 * The worst error of any element, relative to the expected number, or to `absolute / relative` where that is larger:
 * at most `relative` exactly where each difference is within `absolute` or within `relative` of the number. NaN and a
 * wrong number of elements give infinity.
 */
export function relativeError(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative, absolute }: Tolerance,
): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    const error = difference / Math.max(Math.abs(expected[i]!), absolute / relative);
    if (Number.isNaN(error)) return Number.POSITIVE_INFINITY;
    worst = Math.max(worst, error);
  }
  return worst;
}
