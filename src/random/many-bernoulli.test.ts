import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { manyBernoulli, randomKey } from "./index.js";

const [rows, columns] = [600, 96];

/** Numbers of two uses at a step, row by row. */
async function drawn(probability: number, step = 0) {
  const engine = inlineEngine();
  const outputs = new Map(
    ["a", "b"].map((name) => [name, manyBernoulli(randomKey(name), probability, [rows / 6, 6, columns])]),
  );
  const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
  const { a, b } = await program.run({}, { seed: 3, step });
  await engine.dispose();
  return [a as Float32Array, b as Float32Array] as const;
}

const shareAlike = (a: Float32Array, b: Float32Array) =>
  a.filter((value, i) => value === b[i]).length / a.length;

describe("ones from few draws", () => {
  it("are as many as the probability says, anew at each step and use, and the same for the same", async () => {
    const [a, b] = await drawn(0.9);
    const mean = a.reduce((sum, value) => sum + value, 0) / a.length;
    // Sums over rows and columns vary more than single draws would: half a percent is five deviations.
    expect(Math.abs(mean - 0.9)).toBeLessThan(0.005);
    expect(new Set(a)).toEqual(new Set([0, 1]));
    const alikeByChance = 0.9 ** 2 + 0.1 ** 2;
    expect(Math.abs(shareAlike(a, b) - alikeByChance)).toBeLessThan(0.01);
    expect(Math.abs(shareAlike(a, (await drawn(0.9, 1))[0]) - alikeByChance)).toBeLessThan(0.01);
    expect((await drawn(0.9))[0]).toEqual(a);
  });

  it("make rows and columns no more alike than chance does", async () => {
    const [a] = await drawn(0.5);
    const row = (i: number) => a.subarray(i * columns, (i + 1) * columns);
    const column = (i: number) => Float32Array.from({ length: rows }, (_, r) => a[r * columns + i]!);
    const spread = (parts: readonly Float32Array[]) => {
      const shares = parts.slice(1).map((part, i) => shareAlike(part, parts[i]!));
      const mean = shares.reduce((sum, value) => sum + value, 0) / shares.length;
      return [mean, Math.sqrt(shares.reduce((sum, v) => sum + (v - mean) ** 2, 0) / shares.length)] as const;
    };
    const [rowMean, rowSpread] = spread(Array.from({ length: rows }, (_, i) => row(i)));
    expect(Math.abs(rowMean - 0.5)).toBeLessThan(0.01);
    expect(rowSpread).toBeLessThan(1.25 * Math.sqrt(0.25 / columns));
    const [columnMean, columnSpread] = spread(Array.from({ length: columns }, (_, i) => column(i)));
    expect(Math.abs(columnMean - 0.5)).toBeLessThan(0.02);
    expect(columnSpread).toBeLessThan(1.5 * Math.sqrt(0.25 / rows));
  });
});
