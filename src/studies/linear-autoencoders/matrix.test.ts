import { describe, expect, it } from "vitest";
import { DataError } from "../../errors.js";
import {
  choleskyFactor,
  frobenius,
  inversePositive,
  type Matrix,
  matrixOf,
  moments,
  plusDiagonal,
  product,
  singularValues,
  transposed,
} from "./matrix.js";
import { orthonormalColumns, principalDirections } from "./principal-directions.js";

const waves = (rows: number, columns: number, phase = 0): Matrix =>
  matrixOf(
    Array.from({ length: rows * columns }, (_, i) => Math.sin(phase + 1.7 * i + Math.sin(0.3 * i))),
    rows,
    columns,
  );
const diagonal = (...entries: number[]): Matrix =>
  matrixOf(
    entries.flatMap((entry, i) => entries.map((_, j) => (i === j ? entry : 0))),
    entries.length,
    entries.length,
  );
const distance = (a: Matrix, b: Matrix) =>
  frobenius({ ...a, values: a.values.map((value, i) => value - b.values[i]!) });

describe("matrices", () => {
  it("multiply and turn", () => {
    const [a, b] = [matrixOf([1, 2, 3, 4, 5, 6], 2, 3), matrixOf([1, 0, 2, 1, 0, 3], 3, 2)];
    expect(product(a, b)).toEqual(matrixOf([5, 11, 14, 23], 2, 2));
    expect(transposed(a)).toEqual(matrixOf([1, 4, 2, 5, 3, 6], 3, 2));
  });

  it("measure products of columns, with and without their means", () => {
    const x = matrixOf([1, 2, 3, 6], 2, 2);
    expect(moments(x)).toEqual(matrixOf([5, 10, 10, 20], 2, 2));
    expect(moments(x, { centred: true })).toEqual(matrixOf([1, 2, 2, 4], 2, 2));
  });

  it("factor and invert what is positive definite, and nothing else", () => {
    const positive = plusDiagonal(moments(waves(9, 5)), 0.1);
    const l = choleskyFactor(positive);
    expect(distance(product(l, transposed(l)), positive)).toBeLessThan(1e-12);
    expect(distance(product(positive, inversePositive(positive)), diagonal(1, 1, 1, 1, 1))).toBeLessThan(
      1e-10,
    );
    expect(() => choleskyFactor(diagonal(1, -1))).toThrow(DataError);
  });

  it("have the singular values that they were made with, descending", () => {
    const [u, v] = [orthonormalColumns(waves(6, 3)), orthonormalColumns(waves(4, 3, 1))];
    expect(distance(product(transposed(u), u), diagonal(1, 1, 1))).toBeLessThan(1e-12);
    const values = singularValues(product(product(u, diagonal(0.5, 3, 2)), transposed(v)));
    [3, 2, 0.5, 0].forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, 6);
    });
  });

  it("have principal directions that hold what they were made along", () => {
    const u = orthonormalColumns(waves(6, 6));
    const a = product(product(u, diagonal(9, 8, 0.5, 0.3, 0.2, 0.1)), transposed(u));
    const found = principalDirections(a, 2);
    // All of the first two columns lies in the span, nothing of the third.
    const along = product(transposed(found), u);
    const share = (j: number) => along.values[j]! ** 2 + along.values[6 + j]! ** 2;
    [1, 1, 0, 0].forEach((value, j) => {
      expect(share(j)).toBeCloseTo(value, 8);
    });
  });
});
