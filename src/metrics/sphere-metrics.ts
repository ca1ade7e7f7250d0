import { DataError } from "../errors.js";
import { checkFeatures, type Features, featureRows, rowCount, unitRows } from "./features.js";

/**
 * Mean over dimensions of the standard deviation (n - 1) of L2-normalised rows: 1 / sqrt(D) when embeddings spread
 * over the sphere, 0 when all are one vector (SimSiam, Chen & He, 2020, section 4.1, https://arxiv.org/abs/2011.10566).
 * @param features `[N, D]`, N at least 2 @throws DataError when there is one row, or a number is not finite.
 */
export function dimensionDeviation(features: Features): number {
  checkFeatures(features, "embedding");
  const rows = rowCount(features);
  if (rows < 2) throw new DataError("A deviation needs at least two embeddings; got one.");
  const { vectors, dimensions } = unitRows(features);
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < vectors.length; i++) mean[i % dimensions]! += vectors[i]! / rows;
  const squares = new Float64Array(dimensions);
  for (let i = 0; i < vectors.length; i++)
    squares[i % dimensions]! += (vectors[i]! - mean[i % dimensions]!) ** 2;
  return squares.reduce((sum, s) => sum + Math.sqrt(s / (rows - 1)), 0) / dimensions;
}

/**
 * Alignment of positive pairs (Wang & Isola, 2020, https://arxiv.org/abs/2005.10242): the mean of |a - b|^α over rows,
 * both of unit length. 0 when the two views of every sample agree.
 * @param a, b `[N, D]`, row i of one belongs to row i of the other @throws DataError when shapes differ.
 */
export function alignment(a: Features, b: Features, alpha = 2): number {
  checkFeatures(a, "first view");
  checkFeatures(b, "second view");
  if (a.dimensions !== b.dimensions || a.vectors.length !== b.vectors.length) {
    throw new DataError(
      `Positive pairs need two sets of one shape; got [${rowCount(a)}, ${a.dimensions}] and [${rowCount(b)}, ${b.dimensions}].`,
    );
  }
  const first = unitRows(a).vectors;
  const second = unitRows(b).vectors;
  const rows = rowCount(a);
  let sum = 0;
  for (let row = 0; row < rows; row++)
    sum += squaredDistance(first, row, second, row, a.dimensions) ** (alpha / 2);
  return sum / rows;
}

/** Uniformity looks at all pairs of at most this many rows. */
const uniformityRows = 2048;

/**
 * Uniformity (Wang & Isola, 2020): log of the mean of exp(-t |x - y|²) over pairs of different rows of unit length.
 * 0 when all are one vector, about -2t when spread over a sphere of many dimensions. Of more than 2,048 rows, 2,048
 * evenly spaced ones are used.
 * @param features `[N, D]`, N at least 2; t = 2 in the paper, 1 in some libraries @throws DataError when there is one row.
 */
export function uniformity(features: Features, t = 2): number {
  checkFeatures(features, "embedding");
  const all = rowCount(features);
  if (all < 2) throw new DataError("Uniformity needs at least two embeddings; got one.");
  const rows = Math.min(all, uniformityRows);
  const few = rows === all ? features : featureRows(features, evenly(rows, all));
  const { vectors, dimensions } = unitRows(few);
  let sum = 0;
  for (let i = 1; i < rows; i++) {
    for (let j = 0; j < i; j++) sum += Math.exp(-t * squaredDistance(vectors, i, vectors, j, dimensions));
  }
  return Math.log(sum / ((rows * (rows - 1)) / 2));
}

/** `count` of the numbers 0 to length - 1, evenly spaced. */
export function evenly(count: number, length: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
}

function squaredDistance(a: Float32Array, i: number, b: Float32Array, j: number, width: number): number {
  let sum = 0;
  for (let c = 0; c < width; c++) {
    const difference = a[i * width + c]! - b[j * width + c]!;
    sum += difference * difference;
  }
  return sum;
}
