/** Correlation of two lists over the places where both have a number. */
export function correlation(a: readonly (number | null)[], b: readonly (number | null)[]): number {
  const pairs = a.flatMap((value, i) => {
    const other = b[i] ?? null;
    return value === null || other === null ? [] : [[value, other] as const];
  });
  const mean = (at: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[at] / pairs.length, 0);
  const [first, second] = [mean(0), mean(1)];
  let [together, one, two] = [0, 0, 0];
  for (const [x, y] of pairs) {
    together += (x - first) * (y - second);
    one += (x - first) ** 2;
    two += (y - second) ** 2;
  }
  return together / Math.sqrt(one * two);
}

/**
 * Spearman's rank correlation: 1 where both lists rise together, -1 where one falls as the other rises. Equal numbers
 * share the mean of their ranks. NaN where a list has one number only.
 */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  return correlation(ranks(a), ranks(b));
}

function ranks(list: readonly number[]): number[] {
  return list.map((value) => {
    const below = list.filter((other) => other < value).length;
    return below + (list.filter((other) => other === value).length - 1) / 2;
  });
}
