/**
 * All eigenvalues of a symmetric matrix, ascending: Householder reduction to tridiagonal form, then implicit QL with
 * Wilkinson's shift (Golub & Van Loan, "Matrix computations", 8.3). About 4/3 n³ operations.
 * @param matrix float64 `[n, n]`, of which the lower triangle is read
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const { diagonal, off } = tridiagonal(matrix.slice(), n);
  implicitQl(diagonal, off, n);
  return diagonal.sort();
}

/** Reduces `a` (used up) from its last row upwards; `off[i]` joins i and i + 1. */
function tridiagonal(a: Float64Array, n: number): { diagonal: Float64Array; off: Float64Array } {
  const diagonal = new Float64Array(n);
  const off = new Float64Array(n);
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = n - 1; k > 0; k--) {
    diagonal[k] = a[k * n + k]!;
    // Reflect row k, columns 0 .. k-1, onto column k-1.
    let squares = 0;
    for (let j = 0; j < k; j++) squares += a[k * n + j]! ** 2;
    const length = Math.sqrt(squares);
    const pivot = a[k * n + k - 1]!;
    const target = pivot > 0 ? -length : length;
    off[k - 1] = target;
    for (let j = 0; j < k; j++) v[j] = a[k * n + j]!;
    v[k - 1]! -= target;
    const norm = squares - 2 * pivot * target + length * length;
    if (!(norm > 0)) continue;
    const beta = 2 / norm;
    // A ← A - v wᵀ - w vᵀ with w = p - (β vᵀp / 2) v, p = β A v; only the lower triangle is kept.
    p.fill(0, 0, k);
    for (let i = 0; i < k; i++) {
      const row = i * n;
      const vi = v[i]!;
      let sum = a[row + i]! * vi;
      for (let j = 0; j < i; j++) {
        sum += a[row + j]! * v[j]!;
        p[j]! += a[row + j]! * vi;
      }
      p[i]! += sum;
    }
    let along = 0;
    for (let i = 0; i < k; i++) {
      p[i]! *= beta;
      along += p[i]! * v[i]!;
    }
    for (let i = 0; i < k; i++) p[i]! -= (beta / 2) * along * v[i]!;
    for (let i = 0; i < k; i++) {
      const row = i * n;
      const vi = v[i]!;
      const wi = p[i]!;
      for (let j = 0; j <= i; j++) a[row + j]! -= vi * p[j]! + wi * v[j]!;
    }
  }
  if (n > 0) diagonal[0] = a[0]!;
  return { diagonal, off };
}

/** Eigenvalues of the tridiagonal matrix, in place in `d`. */
function implicitQl(d: Float64Array, e: Float64Array, n: number): void {
  for (let start = 0; start < n; start++) {
    // 60 rounds are far more than the usual two or three; after them the value is as good as it gets.
    for (let round = 0; round < 60; round++) {
      let end = start;
      while (end < n - 1) {
        const scale = Math.abs(d[end]!) + Math.abs(d[end + 1]!);
        if (Math.abs(e[end]!) <= Number.EPSILON * scale) break;
        end++;
      }
      if (end === start) break;
      chase(d, e, start, end);
    }
  }
}

/** One QL sweep over the unreduced block `start .. end`. */
function chase(d: Float64Array, e: Float64Array, start: number, end: number): void {
  const half = (d[start + 1]! - d[start]!) / (2 * e[start]!);
  const root = Math.hypot(half, 1);
  let g = d[end]! - d[start]! + e[start]! / (half + (half >= 0 ? root : -root));
  let s = 1;
  let c = 1;
  let shift = 0;
  for (let i = end - 1; i >= start; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1]! -= shift;
      e[end] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    const rest = d[i + 1]! - shift;
    const turn = (d[i]! - rest) * s + 2 * c * b;
    shift = s * turn;
    d[i + 1] = rest + shift;
    g = c * turn - b;
  }
  d[start]! -= shift;
  e[start] = g;
  e[end] = 0;
}
