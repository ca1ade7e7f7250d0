/**
 * A whole number that follows sizes, such as a batch size N and a length T: a + b N + c T + d N T. Coefficients stand by the sizes
 * that they multiply, as bits: coefficient 0 stands alone, 1 goes with the first size, 2 with the second, 3 with both, ...
 */
export type SizeFormula = readonly number[];

/** Sizes at which a formula has to be known: each low or high, by the same bits. */
export function cornersOf(low: readonly number[], high: readonly number[]): number[][] {
  return Array.from({ length: 2 ** low.length }, (_, corner) =>
    low.map((size, axis) => (hasBit(corner, axis) ? high[axis]! : size)),
  );
}

/** The formula with these values at the corners; its coefficients need not be whole. */
export function formulaThrough(
  values: readonly number[],
  low: readonly number[],
  high: readonly number[],
): SizeFormula {
  const found = [...values];
  low.forEach((from, axis) => {
    for (let corner = 0; corner < found.length; corner++) {
      if (!hasBit(corner, axis)) continue;
      const below = corner - 2 ** axis;
      found[corner] = (found[corner]! - found[below]!) / (high[axis]! - from);
      found[below] = found[below]! - from * found[corner]!;
    }
  });
  return found;
}

export function formulaAt(formula: SizeFormula, sizes: readonly number[]): number {
  return formula.reduce((total, coefficient, product) => total + coefficient * productOf(product, sizes), 0);
}

/** As a person writes it: "batch", "past + length". */
export function formulaName(formula: SizeFormula, names: readonly string[]): string {
  const terms = formula.flatMap((coefficient, product) => {
    if (coefficient === 0) return [];
    const factors = names.filter((_, axis) => hasBit(product, axis));
    return [[...(coefficient === 1 && product > 0 ? [] : [`${coefficient}`]), ...factors].join(" * ")];
  });
  return terms.join(" + ") || "0";
}

/** Which sizes a coefficient goes with. */
export function factorsOf(product: number, axes: number): number[] {
  return Array.from({ length: axes }, (_, axis) => axis).filter((axis) => hasBit(product, axis));
}

function productOf(product: number, sizes: readonly number[]): number {
  return sizes.reduce((total, size, axis) => (hasBit(product, axis) ? total * size : total), 1);
}

const hasBit = (bits: number, axis: number): boolean => Math.floor(bits / 2 ** axis) % 2 === 1;
