import { describe, expect, it } from "vitest";
import { fillDraw } from "../random/index.js";
import { collapseMetrics, collapseWarning } from "./collapse.js";
import { effectiveRank, singularValues } from "./effective-rank.js";
import { featuresOf } from "./features.js";
import { alignment, dimensionDeviation, uniformity } from "./sphere-metrics.js";

const za = featuresOf(
  Float32Array.from({ length: 12 }, (_, k) => Math.sin(1 + 0.7 * k)),
  3,
);
const zb = featuresOf(
  Float32Array.from({ length: 12 }, (_, k) => Math.cos(0.3 + 1.1 * k)),
  3,
);
const ones = (rows: number, width: number) => featuresOf(new Float32Array(rows * width).fill(1), width);
const identity = (n: number) =>
  featuresOf(
    Float32Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
    n,
  );
function normal(rows: number, width: number) {
  const vectors = new Float32Array(rows * width);
  fillDraw("normal", `normal ${rows}`, { seed: 5, step: 0 }, vectors, width);
  return featuresOf(vectors, width);
}

describe("effective rank", () => {
  it("is min(N, D) for orthonormal rows or columns and 1 for one line", () => {
    expect(effectiveRank(identity(8))).toBeCloseTo(8, 3);
    expect(effectiveRank(featuresOf(identity(8).vectors.slice(0, 24), 8))).toBeCloseTo(3, 3);
    expect(effectiveRank(featuresOf(Float32Array.of(1, 0, 0, 1, 0, 0, 0, 0), 2))).toBeCloseTo(2, 3);
    expect(effectiveRank(ones(16, 4))).toBeCloseTo(1, 3);
    expect(effectiveRank(featuresOf(new Float32Array(8), 4))).toBe(0);
  });

  it("is the exponential of the entropy of known singular values", () => {
    const diagonal = featuresOf(Float32Array.of(4, 0, 0, 0, 2, 0, 0, 0, 2), 3);
    expect(Array.from(singularValues(diagonal))).toEqual([2, 2, 4]);
    // p = 1/2, 1/4, 1/4: entropy 1.5 ln 2.
    expect(effectiveRank(diagonal)).toBeCloseTo(2 ** 1.5, 4);
  });

  it("is the same from either Gram matrix and under scale", () => {
    const tall = normal(40, 6);
    const flipped = new Float32Array(240);
    for (let i = 0; i < 240; i++) flipped[(i % 6) * 40 + Math.floor(i / 6)] = tall.vectors[i]!;
    expect(effectiveRank(featuresOf(flipped, 40))).toBeCloseTo(effectiveRank(tall), 9);
    expect(
      effectiveRank(
        featuresOf(
          tall.vectors.map((v) => v * 8),
          6,
        ),
      ),
    ).toBeCloseTo(effectiveRank(tall), 9);
  });
});

describe("metrics on the sphere", () => {
  it("dimension deviation is 0 for one vector and 1 / sqrt(N) for N orthogonal ones", () => {
    expect(dimensionDeviation(ones(10, 4))).toBeCloseTo(0, 7);
    expect(dimensionDeviation(identity(16))).toBeCloseTo(1 / 4, 7);
  });

  it("alignment and uniformity have the fixture's values", () => {
    expect(alignment(za, zb)).toBeCloseTo(2.476052165, 6);
    expect(uniformity(za)).toBeCloseTo(-1.774547863, 6);
    expect(uniformity(zb)).toBeCloseTo(-1.275480447, 6);
    expect(uniformity(za, 1)).toBeCloseTo(-1.565443189, 6);
    expect(uniformity(zb, 1)).toBeCloseTo(-1.145492801, 6);
  });

  it("alignment is 0 for equal and 4 for opposite pairs; its power is alpha", () => {
    const opposite = featuresOf(
      za.vectors.map((v) => -3 * v),
      3,
    );
    expect(alignment(za, za)).toBe(0);
    expect(alignment(za, opposite)).toBeCloseTo(4, 6);
    expect(alignment(za, opposite, 1)).toBeCloseTo(2, 6);
  });

  it("uniformity is 0 for one vector, and nearly the same from a part of many rows", () => {
    expect(uniformity(ones(5, 3))).toBeCloseTo(0, 6);
    const many = normal(2500, 8);
    expect(uniformity(many)).toBeCloseTo(uniformity(featuresOf(many.vectors.slice(0, 800 * 8), 8)), 1);
  });

  it("refuses sets that cannot be compared", () => {
    expect(() => alignment(za, ones(2, 3))).toThrow("got [4, 3] and [2, 3]");
    expect(() => dimensionDeviation(ones(1, 3))).toThrow("at least two embeddings");
    expect(() => uniformity(featuresOf(Float32Array.of(1, Number.NaN), 2))).toThrow("holds NaN");
  });
});

describe("collapse warning", () => {
  it("is silent on healthy embeddings", () => {
    const metrics = collapseMetrics(normal(200, 16));
    expect(metrics.deviation).toBeCloseTo(1, 1);
    expect(metrics.effectiveRank).toBeGreaterThan(14);
    expect(collapseWarning(metrics)).toBeNull();
  });

  it("tells complete collapse, unused dimensions and divergence apart", () => {
    expect(collapseWarning(collapseMetrics(ones(50, 16)))).toMatch(/^The embeddings have collapsed/);
    const line = featuresOf(
      Float32Array.from({ length: 800 }, (_, i) => (i % 16 === 0 ? (i % 32 === 0 ? 1 : -1) : 1e-3)),
      16,
    );
    expect(collapseWarning(collapseMetrics(line))).toMatch(/effective rank 1\.0 of 16/);
    const healthy = collapseMetrics(normal(200, 16));
    expect(collapseWarning({ ...healthy, headDeviation: 0.9 })).toBeNull();
    expect(collapseWarning({ ...healthy, headDeviation: 0.02 })).toMatch(
      /^What the loss sees has collapsed.*0\.020/,
    );
    // As SimSiam's head without stop-gradient, in batches and in inference mode.
    for (const headDeviation of [0.55, 0.235])
      expect(collapseWarning({ ...healthy, headDeviation, headRank: 1.77 })).toMatch(
        /one line \(effective rank 1\.8, deviation 0\.\d+\)/,
      );
    expect(collapseWarning({ effectiveRank: Number.NaN, deviation: 1, dimensions: 8 })).toMatch(/not finite/);
  });

  it("is silent on a head that tells two classes apart, though its rank is that of a line", () => {
    const [direction, noise] = [normal(1, 64).vectors, normal(300, 64).vectors];
    for (const share of [2, 4]) {
      const sign = (row: number) => (row % share === 0 ? -1 : 1);
      const vectors = noise.map((value, i) => sign(Math.floor(i / 64)) * direction[i % 64]! + value / 100);
      const head = collapseMetrics(featuresOf(vectors, 64));
      expect(head.effectiveRank).toBeLessThan(2);
      const values = { headRank: head.effectiveRank, headDeviation: head.deviation };
      expect(collapseWarning({ ...collapseMetrics(normal(200, 16)), ...values })).toBeNull();
    }
  });
});
