import { threefry } from "../random/index.js";

export interface KMeansOptions {
  readonly clusters: number;
  readonly seed: number;
  /** Draws at another step are others. Default 0. */
  readonly step?: number;
  /** Rounds over the subsample. Default 10. */
  readonly iterations?: number;
  /** Rows that centroids are computed from, at most. Default 10,000. */
  readonly sample?: number;
}

export interface Clustering {
  /** Unit vectors, `[clusters, dimensions]`. */
  readonly centroids: Float32Array;
  /** The nearest centroid of each row. */
  readonly assignments: Int32Array;
}

/**
 * Spherical k-means (Dhillon & Modha, 2001): rows belong to the centroid of greatest cosine, a centroid is the
 * direction of its rows' sum. It starts from rows drawn without repetition; a cluster that loses all rows starts again
 * at the row that fits its own centroid worst. Centroids come from a random part of the rows, then all rows are
 * assigned once. The same vectors, seed and step give the same result.
 * @param vectors `[S, dimensions]`, of any length; a row of zeros belongs to the first cluster.
 */
export function kMeans(
  vectors: Float32Array,
  dimensions: number,
  { clusters, seed, step = 0, iterations = 10, sample = 10_000 }: KMeansOptions,
): Clustering {
  const rows = vectors.length / dimensions;
  const order = drawRows(rows, Math.min(rows, Math.max(sample, clusters)), seed, step);
  const units = unitRows(vectors, dimensions, order);
  const centroids = new Float32Array(clusters * dimensions);
  for (let c = 0; c < clusters; c++) {
    const from = (c % order.length) * dimensions;
    centroids.set(units.subarray(from, from + dimensions), c * dimensions);
  }
  for (let i = 0; i < iterations; i++) {
    const nearest = assign(units, centroids, dimensions);
    if (!move(units, centroids, dimensions, nearest)) break;
  }
  return { centroids, assignments: assign(vectors, centroids, dimensions).cluster };
}

/** The first `count` of a random order of `0 .. rows - 1`. */
function drawRows(rows: number, count: number, seed: number, step: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  const pair = new Uint32Array(2);
  for (let i = 0; i < count; i++) {
    threefry(seed >>> 0, step >>> 0, i, 0x6b6d, pair);
    const j = i + Math.floor(pair[0]! * 2 ** -32 * (rows - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order.subarray(0, count);
}

function unitRows(vectors: Float32Array, dimensions: number, order: Int32Array): Float32Array {
  const units = new Float32Array(order.length * dimensions);
  order.forEach((row, i) => {
    units.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions);
    scaleToUnit(units, i * dimensions, dimensions);
  });
  return units;
}

function scaleToUnit(data: Float32Array, start: number, dimensions: number): boolean {
  let squares = 0;
  for (let d = start; d < start + dimensions; d++) squares += data[d]! * data[d]!;
  if (squares === 0) return false;
  const scale = 1 / Math.sqrt(squares);
  for (let d = start; d < start + dimensions; d++) data[d] = data[d]! * scale;
  return true;
}

interface Nearest {
  readonly cluster: Int32Array;
  /** Product with that centroid. */
  readonly fit: Float32Array;
}

/**
 * Nearly all of k-means' time is here: a row meets four centroids at once, so that no addition waits for the one
 * before, in doubles, which need no conversion.
 */
function assign(vectors: Float32Array, centroids: Float32Array, dimensions: number): Nearest {
  const rows = vectors.length / dimensions;
  const clusters = centroids.length / dimensions;
  const table = new Float64Array(Math.ceil(clusters / 4) * 4 * dimensions);
  table.set(centroids);
  const v = new Float64Array(dimensions);
  const products = new Float64Array(table.length / dimensions);
  const cluster = new Int32Array(rows);
  const fit = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let d = 0; d < dimensions; d++) v[d] = vectors[row * dimensions + d]!;
    for (let c = 0; c < clusters; c += 4) multiply(v, table, c * dimensions, products, c);
    let best = 0;
    for (let c = 1; c < clusters; c++) if (products[c]! > products[best]!) best = c;
    cluster[row] = best;
    fit[row] = products[best]!;
  }
  return { cluster, fit };
}

/** Products of v with the four rows of the table from `at` on. */
function multiply(v: Float64Array, table: Float64Array, at: number, products: Float64Array, c: number): void {
  const width = v.length;
  let [p0, p1, p2, p3] = [0, 0, 0, 0];
  for (let d = 0; d < width; d++) {
    const x = v[d]!;
    p0 += x * table[at + d]!;
    p1 += x * table[at + width + d]!;
    p2 += x * table[at + 2 * width + d]!;
    p3 += x * table[at + 3 * width + d]!;
  }
  products[c] = p0;
  products[c + 1] = p1;
  products[c + 2] = p2;
  products[c + 3] = p3;
}

/** Puts each centroid in the middle of its rows. @returns whether any moved by more than rounding */
function move(units: Float32Array, centroids: Float32Array, dimensions: number, nearest: Nearest): boolean {
  const sums = new Float32Array(centroids.length);
  nearest.cluster.forEach((c, row) => {
    for (let d = 0; d < dimensions; d++) sums[c * dimensions + d]! += units[row * dimensions + d]!;
  });
  const { fit } = nearest;
  for (let start = 0; start < sums.length; start += dimensions) {
    if (scaleToUnit(sums, start, dimensions)) continue;
    // Nobody's cluster: begin again where a row is served worst.
    const worst = fit.reduce((least, value, row) => (value < fit[least]! ? row : least), 0);
    sums.set(units.subarray(worst * dimensions, (worst + 1) * dimensions), start);
    fit[worst] = 1;
  }
  const moved = sums.some((value, i) => Math.abs(value - centroids[i]!) > 1e-6);
  centroids.set(sums);
  return moved;
}
