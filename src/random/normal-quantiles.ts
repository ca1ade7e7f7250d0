/**
 * The number that a standard normal draw is below with probability p, 0 < p < 1. By Newton's method on the series
 * Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/15 + ...) (Marsaglia, 2004); from 0 it approaches a quantile from one side.
 */
export function normalQuantile(p: number): number {
  let x = 0;
  for (let moved = 1; Math.abs(moved) > 1e-9; x += moved) moved = (p - distribution(x)) / density(x);
  return x;
}

/** Quantiles at i / (n + 1), i = 1..n, ascending: where n sorted draws lie. */
export function normalQuantiles(n: number): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => normalQuantile((i + 1) / (n + 1)));
}

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

function distribution(x: number): number {
  let term = x;
  let series = 0;
  for (let k = 3; series + term !== series; k += 2) {
    series += term;
    term *= (x * x) / k;
  }
  return 0.5 + density(x) * series;
}
