import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { topologicalOrder } from "../graph/index.js";
import {
  constant,
  covariance,
  inverseCholesky,
  logDeterminant,
  matmul,
  mul,
  sum,
  type Tensor,
} from "./index.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

/** In float32, on the engine. */
async function evaluate(tensors: readonly Tensor[]): Promise<Float32Array[]> {
  const outputs = new Map(tensors.map((tensor, i) => [`y${i}`, tensor]));
  const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
  const results = await program.run({});
  await program.dispose();
  return tensors.map((_, i) => results[`y${i}`] as Float32Array);
}

/** Symmetric, positive definite `[d, d]`: the Gram matrix of waves, with a ridge. */
function positive(d: number, ridge: number, phase = 0): number[] {
  const x = (i: number, j: number) => Math.sin(phase + 1.3 * (i * d + j) + Math.sin(i + 2 * j));
  return Array.from({ length: d * d }, (_, k) => {
    const [i, j] = [Math.floor(k / d), k % d];
    let dot = i === j ? ridge : 0;
    for (let n = 0; n < 2 * d; n++) dot += (x(n, i) * x(n, j)) / (2 * d);
    return dot;
  });
}

/** Cholesky's factor inverted, in plain loops and double precision. */
function slowInverse(a: readonly number[], d: number): number[] {
  const factor = Array<number>(d * d).fill(0);
  const inverse = Array<number>(d * d).fill(0);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let left = a[i * d + j]!;
      for (let k = 0; k < j; k++) left -= factor[i * d + k]! * factor[j * d + k]!;
      factor[i * d + j] = i === j ? Math.sqrt(left) : left / factor[j * d + j]!;
    }
    for (let j = 0; j <= i; j++) {
      let left = i === j ? 1 : 0;
      for (let k = j; k < i; k++) left -= factor[i * d + k]! * inverse[k * d + j]!;
      inverse[i * d + j] = left / factor[i * d + i]!;
    }
  }
  return inverse;
}

const slowLogDeterminant = (a: readonly number[], d: number): number => {
  const inverse = slowInverse(a, d);
  return -2 * Array.from({ length: d }, (_, i) => Math.log(inverse[i * d + i]!)).reduce((x, y) => x + y, 0);
};

const furthest = (a: ArrayLike<number>, b: readonly number[]): number =>
  Math.max(...b.map((value, i) => Math.abs(a[i]! - value)));

describe("inverseCholesky", () => {
  it.each([
    [1, 0.1],
    [5, 0.1],
    [64, 1e-3],
  ])("inverts the factor of %i columns, and whitens", async (d, ridge) => {
    const data = [...positive(d, ridge), ...positive(d, ridge, 1)];
    const a = constant(data, [2, d, d]);
    const w = inverseCholesky(a);
    const [inverse, white] = await evaluate([w, matmul(matmul(w, a), w, { transposeB: true })]);
    const expected = [0, 1].flatMap((k) => slowInverse(data.slice(k * d * d, (k + 1) * d * d), d));
    const largest = Math.max(...expected.map(Math.abs));
    expect(furthest(inverse!, expected)).toBeLessThan(1e-4 * largest);
    const identity = Array.from({ length: 2 * d * d }, (_, k) => ((k % (d * d)) % (d + 1) === 0 ? 1 : 0));
    expect(furthest(white!, identity)).toBeLessThan(2e-4);
  });

  it("has the slope of central differences, along symmetric directions", async () => {
    const d = 4;
    const data = positive(d, 0.3);
    const weight = Array.from({ length: d * d }, (_, k) => Math.cos(0.7 * k));
    const a = constant(data, [d, d]);
    const [slope] = gradient(sum(mul(inverseCholesky(a), constant(weight, [d, d]))), [a]);
    const [got] = await evaluate([slope!]);
    const value = (moved: readonly number[]) =>
      slowInverse(moved, d).reduce((total, w, k) => total + w * weight[k]!, 0);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        const shifted = (by: number) => data.map((x, k) => (k === i * d + j || k === j * d + i ? x + by : x));
        const expected = (value(shifted(1e-5)) - value(shifted(-1e-5))) / 2e-5;
        const along = i === j ? got![i * d + i]! : got![i * d + j]! + got![j * d + i]!;
        expect(Math.abs(along - expected)).toBeLessThan(1e-4 * Math.max(1, Math.abs(expected)));
      }
    }
  });

  it("has a slope of a few products, however many columns", () => {
    const count = (d: number) => {
      const a = constant(positive(d, 0.1), [d, d]);
      const value = logDeterminant(a);
      const forward = topologicalOrder([value]).length;
      return { forward, backward: topologicalOrder([value, ...gradient(value, [a])]).length - forward };
    };
    expect(count(32).backward).toBe(count(4).backward);
    expect(count(64).forward).toBeLessThan(64 * 8);
  });
});

describe("logDeterminant", () => {
  it("is the log of the determinant, and its slope the inverse", async () => {
    const d = 6;
    const data = positive(d, 0.1);
    const a = constant(data, [d, d]);
    const value = logDeterminant(a);
    const [slope] = gradient(value, [a]);
    const [got, inverse, product] = await evaluate([value, slope!, matmul(slope!, a)]);
    expect(got![0]!).toBeCloseTo(slowLogDeterminant(data, d), 4);
    const identity = Array.from({ length: d * d }, (_, k) => (k % (d + 1) === 0 ? 1 : 0));
    expect(furthest(product!, identity)).toBeLessThan(1e-4);
    expect(inverse!.length).toBe(d * d);
  });

  it("is the sum of the logs of a diagonal", async () => {
    const [got] = await evaluate([logDeterminant(constant([2, 0, 0, 8, 3, 0, 0, 5], [2, 2, 2]))]);
    expect(got![0]!).toBeCloseTo(Math.log(16), 5);
    expect(got![1]!).toBeCloseTo(Math.log(15), 5);
  });
});

describe("covariance", () => {
  it("centres, and divides by one less than the rows", async () => {
    const x = constant([1, 2, 3, 6, 5, 4], [3, 2]);
    const { centred, covariance: c } = covariance(x);
    const [rows, matrix] = await evaluate([centred, c]);
    expect(Array.from(rows!)).toEqual([-2, -2, 0, 2, 2, 0]);
    expect(Array.from(matrix!)).toEqual([4, 2, 2, 4]);
  });
});
