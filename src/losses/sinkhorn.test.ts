import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { input, sum } from "../tensor/index.js";
import { type SinkhornOptions, sinkhorn } from "./index.js";
import { cosine, type Rows, waves } from "./loss.suite.js";

describe("sinkhorn", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  const codesOf = async (scores: Rows, options?: SinkhornOptions): Promise<Rows> => {
    const width = scores[0]!.length;
    const outputs = new Map([["codes", sinkhorn(input("scores", [scores.length, width]), options)]]);
    const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
    const { codes } = await program.run({ scores: Float32Array.from(scores.flat()) });
    return scores.map((_, i) => Array.from(codes as Float32Array).slice(i * width, (i + 1) * width));
  };
  const fixture = (rows: number, columns: number, value: (k: number) => number): Rows =>
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => value(i * columns + j)));

  it("gives the known codes of a known batch", async () => {
    const z = fixture(4, 3, (k) => Math.sin(1 + 0.7 * k));
    const prototypes = fixture(5, 3, (k) => Math.sin(0.4 + 0.5 * k));
    const codes = await codesOf(z.map((row) => prototypes.map((prototype) => cosine(row, prototype))));
    const expected = [
      [0.3398225, 0.3138294, 0, 0, 0.3463481],
      [0, 0, 0.9947572, 0.0052428, 0],
      [0, 0, 1e-7, 0.9999999, 1e-7],
      [0.3268441, 0.3528373, 0, 0, 0.3203185],
    ];
    expected.forEach((row, i) => {
      row.forEach((code, k) => {
        expect(codes[i]![k]).toBeCloseTo(code, 4);
      });
    });
  });

  it("shares samples among prototypes: rows sum to 1, columns to B / K", async () => {
    const codes = await codesOf(waves(12, 4, 0.3), { epsilon: 0.5, iterations: 20 });
    for (const row of codes) expect(row.reduce((total, x) => total + x, 0)).toBeCloseTo(1, 5);
    for (let k = 0; k < 4; k++) expect(codes.reduce((total, row) => total + row[k]!, 0)).toBeCloseTo(3, 3);
  });

  it("does not change when all scores rise together, and is even for equal scores", async () => {
    const scores = waves(4, 3, 1);
    const risen = await codesOf(scores.map((row) => row.map((x) => x + 40)));
    (await codesOf(scores)).flat().forEach((code, k) => {
      expect(risen.flat()[k]).toBeCloseTo(code, 3);
    });
    for (const code of (await codesOf(scores.map((row) => row.map(() => 0.4)))).flat())
      expect(code).toBeCloseTo(1 / 3, 5);
  });

  it("gives numbers where scores are far apart", async () => {
    const codes = await codesOf([
      [900, 0, 0],
      [0, 900, -900],
    ]);
    expect(codes.flat().every(Number.isFinite)).toBe(true);
    for (const row of codes) expect(row.reduce((total, x) => total + x, 0)).toBeCloseTo(1, 5);
  });

  it("passes no gradient", async () => {
    const scores = input("scores", [2, 3]);
    const [slope] = gradient(sum(sinkhorn(scores)), [scores]);
    const program = await engine.load(
      { outputs: new Map([["slope", slope!]]), updates: new Map() },
      { store: await engine.createStore() },
    );
    const { slope: values } = await program.run({ scores: Float32Array.from([1, 2, 3, 4, 5, 6]) });
    expect(Array.from(values as Float32Array)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
