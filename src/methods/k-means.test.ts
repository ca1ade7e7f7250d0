import { describe, expect, it } from "vitest";
import { kMeans } from "./k-means.js";

/** Points near the axes of a space: row i belongs to axis i % dimensions. */
function nearAxes(rows: number, dimensions: number, spread = 0.2): Float32Array {
  return Float32Array.from({ length: rows * dimensions }, (_, k) => {
    const [row, axis] = [Math.floor(k / dimensions), k % dimensions];
    const length = 1 + (row % 5);
    return length * ((axis === row % dimensions ? 1 : 0) + spread * Math.sin(1.7 * k + Math.sin(k)));
  });
}

/** Cosines of rows with their centroid, summed. */
function fitOf(
  vectors: Float32Array,
  dimensions: number,
  { centroids, assignments }: ReturnType<typeof kMeans>,
) {
  return assignments.reduce((total, cluster, row) => {
    const v = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    return (
      total + v.reduce((sum, x, d) => sum + x * centroids[cluster * dimensions + d]!, 0) / Math.hypot(...v)
    );
  }, 0);
}

describe("kMeans", () => {
  it("finds groups of directions, whatever the lengths, from a sample of the rows", () => {
    const vectors = nearAxes(300, 4);
    const { centroids, assignments } = kMeans(vectors, 4, { clusters: 4, seed: 3, sample: 60 });
    const named = [0, 1, 2, 3].map((row) => assignments[row]!);
    expect(new Set(named).size).toBe(4);
    assignments.forEach((cluster, row) => {
      expect(cluster).toBe(named[row % 4]);
    });
    for (let c = 0; c < 4; c++) expect(Math.hypot(...centroids.subarray(c * 4, c * 4 + 4))).toBeCloseTo(1, 5);
  });

  it("assigns every row to the centroid of greatest product, and fits no worse with more rounds", () => {
    const vectors = nearAxes(200, 5, 0.9);
    const result = kMeans(vectors, 5, { clusters: 7, seed: 1 });
    result.assignments.forEach((cluster, row) => {
      const products = Array.from({ length: 7 }, (_, c) =>
        [0, 1, 2, 3, 4].reduce((sum, d) => sum + vectors[row * 5 + d]! * result.centroids[c * 5 + d]!, 0),
      );
      expect(products[cluster]).toBeCloseTo(Math.max(...products), 5);
    });
    const fits = [1, 2, 4, 10].map((iterations) =>
      fitOf(vectors, 5, kMeans(vectors, 5, { clusters: 7, seed: 1, iterations })),
    );
    fits.slice(1).forEach((fit, i) => {
      expect(fit).toBeGreaterThan(fits[i]! - 1e-3);
    });
  });

  it("gives the same bits for the same seed and step, others for another", () => {
    const vectors = nearAxes(100, 3, 1);
    const of = (seed: number, step: number) => kMeans(vectors, 3, { clusters: 6, seed, step, iterations: 1 });
    expect(of(1, 2)).toEqual(of(1, 2));
    expect(of(1, 2).centroids).not.toEqual(of(2, 2).centroids);
    expect(of(1, 2).centroids).not.toEqual(of(1, 3).centroids);
  });

  it("starts empty clusters again where rows fit worst", () => {
    // Many equal rows: drawn centroids coincide, and all but the first of them have no rows.
    const vectors = new Float32Array(2 * 50);
    for (let row = 0; row < 50; row++)
      vectors.set(row < 48 ? [1, 0] : row === 48 ? [0, 1] : [-1, 0], 2 * row);
    const { assignments } = kMeans(vectors, 2, { clusters: 3, seed: 5 });
    expect(new Set(assignments).size).toBe(3);
  });

  it("takes more clusters than rows, and rows of zeros", () => {
    const { centroids, assignments } = kMeans(Float32Array.of(0, 0, 1, 0), 2, { clusters: 3, seed: 1 });
    expect(centroids.every(Number.isFinite)).toBe(true);
    expect(assignments.every((cluster) => cluster >= 0 && cluster < 3)).toBe(true);
  });
});
