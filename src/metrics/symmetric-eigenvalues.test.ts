import { describe, expect, it } from "vitest";
import { fillDraw } from "../random/index.js";
import { symmetricEigenvalues } from "./symmetric-eigenvalues.js";

/** Cyclic Jacobi: slow, and nothing like the solver under test. */
function jacobi(matrix: Float64Array, n: number): number[] {
  const a = matrix.slice();
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const angle = 0.5 * Math.atan2(2 * a[p * n + q]!, a[q * n + q]! - a[p * n + p]!);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let i = 0; i < n; i++) {
          const [x, y] = [a[i * n + p]!, a[i * n + q]!];
          a[i * n + p] = c * x - s * y;
          a[i * n + q] = s * x + c * y;
        }
        for (let i = 0; i < n; i++) {
          const [x, y] = [a[p * n + i]!, a[q * n + i]!];
          a[p * n + i] = c * x - s * y;
          a[q * n + i] = s * x + c * y;
        }
      }
    }
  }
  return Array.from({ length: n }, (_, i) => a[i * n + i]!).sort((x, y) => x - y);
}

function symmetric(n: number, seed: number): Float64Array {
  const draws = new Float32Array(n * n);
  fillDraw("normal", "symmetric", { seed, step: 0 }, draws, n);
  return Float64Array.from({ length: n * n }, (_, i) => {
    const [row, column] = [Math.floor(i / n), i % n];
    return draws[Math.max(row, column) * n + Math.min(row, column)]!;
  });
}

describe("symmetric eigenvalues", () => {
  it.each([1, 2, 3, 5, 8, 33])("agree with Jacobi for n = %i", (n) => {
    const matrix = symmetric(n, n);
    const expected = jacobi(matrix, n);
    symmetricEigenvalues(matrix, n).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 9);
    });
  });

  it("keep trace and squared norm", () => {
    const matrix = symmetric(120, 4);
    const values = symmetricEigenvalues(matrix, 120);
    let trace = 0;
    for (let i = 0; i < 120; i++) trace += matrix[i * 121]!;
    expect(values.reduce((a, b) => a + b)).toBeCloseTo(trace, 8);
    expect(values.reduce((a, b) => a + b * b, 0)).toBeCloseTo(
      matrix.reduce((a, b) => a + b * b, 0),
      6,
    );
  });

  it("find the second difference's closed form, zeros and repeats", () => {
    const n = 50;
    const second = Float64Array.from({ length: n * n }, (_, i) => {
      const gap = Math.abs(Math.floor(i / n) - (i % n));
      return gap === 0 ? 2 : gap === 1 ? -1 : 0;
    });
    symmetricEigenvalues(second, n).forEach((value, i) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((i + 1) * Math.PI) / (n + 1)), 10);
    });
    expect(Array.from(symmetricEigenvalues(new Float64Array(9), 3))).toEqual([0, 0, 0]);
    const rankOne = symmetricEigenvalues(new Float64Array(36).fill(1), 6);
    expect(rankOne[5]).toBeCloseTo(6, 12);
    for (const value of rankOne.subarray(0, 5)) expect(value).toBeCloseTo(0, 12);
    expect(symmetricEigenvalues(new Float64Array(0), 0)).toHaveLength(0);
  });
});
