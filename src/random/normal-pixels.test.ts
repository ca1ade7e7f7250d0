import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { programLeaves, topologicalOrder } from "../graph/index.js";
import { normalPixels, randomKey } from "./index.js";

const [n, channels, height, width] = [48, 3, 24, 20];
const size = channels * height * width;

describe("normalPixels", () => {
  let engine: Engine;
  let values: Float32Array;
  beforeAll(async () => {
    engine = inlineEngine();
    values = await drawn();
  });
  afterAll(() => engine.dispose());

  async function drawn({ seed = 3, step = 0 } = {}): Promise<Float32Array> {
    const noise = normalPixels(randomKey("noise"), [n, channels, height, width]);
    const outputs = new Map([["noise", noise]]);
    const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
    const result = (await program.run({}, { seed, step })).noise as Float32Array;
    await program.dispose();
    return result;
  }

  const picture = (i: number) => values.subarray(i * size, (i + 1) * size);

  /** Correlation of two pictures: of mean 0 and variance 1 over their pixels, if they are independent. */
  const correlation = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0) / size;

  it("is standard normal: its moments, and no gap between distributions", () => {
    const count = values.length; // 69,120
    const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / count;
    // Deviations of moments of so many independent draws: 1, √2, √15 and √96 over √count. Four of each are let pass.
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / count));
    const sorted = Float64Array.from(values).sort();
    const gap = sorted.reduce(
      (worst, value, i) => Math.max(worst, Math.abs(normalBelow(value) - (i + 0.5) / count)),
      0,
    );
    // Kolmogorov and Smirnov: beyond 1.95 / √count once in a thousand.
    expect(gap).toBeLessThan(1.95 / Math.sqrt(count));
  });

  it("makes pictures that are no more alike than independent ones, shifted against each other too", () => {
    const spread = (of: (i: number, j: number) => number) => {
      const all: number[] = [];
      for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) all.push(Math.abs(of(i, j)));
      return { mean: all.reduce((sum, value) => sum + value, 0) / all.length, most: Math.max(...all) };
    };
    // Of independent noise: √(2 / π) / √size, 0.0210, known from 1128 pairs to 2.2 %.
    const expected = Math.sqrt(2 / Math.PI / size);
    for (const by of [0, 1, width, width + 1, height * width]) {
      const { mean, most } = spread((i, j) =>
        correlation(picture(i).subarray(by), picture(j).subarray(0, size - by)),
      );
      expect(Math.abs(mean / expected - Math.sqrt(1 - by / size)), `shifted by ${by}`).toBeLessThan(0.09);
      expect(most).toBeLessThan(5 / Math.sqrt(size));
    }
  });

  it("is white within a picture, along rows, columns and channels", () => {
    const lags = [1, 2, width - 1, width, width + 1, 2 * width, height * width, height * width + 1];
    for (const lag of lags) {
      const all = Array.from({ length: n }, (_, i) =>
        correlation(picture(i).subarray(lag), picture(i).subarray(0, size - lag)),
      );
      const mean = all.reduce((sum, value) => sum + value, 0) / n;
      const square = all.reduce((sum, value) => sum + value * value, 0) / n;
      expect(Math.abs(mean), `lag ${lag}`).toBeLessThan(4 / Math.sqrt(size * n));
      expect(square * size, `lag ${lag}`).toBeLessThan(2); // 1 for independent values
    }
  });

  it("depends on seed and step, and on nothing else", async () => {
    expect(await drawn()).toEqual(values);
    for (const other of [{ seed: 4 }, { step: 1 }]) {
      const next = await drawn(other);
      expect(Math.abs(correlation(picture(0), next.subarray(0, size)))).toBeLessThan(5 / Math.sqrt(size));
    }
  });

  it("asks the host for few draws, and keeps one table for all its uses", () => {
    const pictures = ["a", "b"].map((name) => normalPixels(randomKey(name), [n, channels, height, width]));
    const outputs = new Map(pictures.map((noise, i) => [`${i}`, noise]));
    const { draws } = programLeaves({ outputs, updates: new Map() });
    const tables = topologicalOrder(pictures).filter(
      ({ op, outputs: [made] }) => op === "constant" && made!.shape.length > 0,
    );
    expect(tables).toHaveLength(1);
    expect(draws.map(({ attributes }) => attributes.shape)).toEqual([
      [n, channels * height + width],
      [n, channels * height + width],
    ]);
  });
});

/** Φ by Abramowitz and Stegun, 7.1.26: to 1.5e-7. */
function normalBelow(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-z * z);
  return x < 0 ? tail / 2 : 1 - tail / 2;
}
