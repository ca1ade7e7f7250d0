import { describe, expect, it } from "vitest";
import { evaluate } from "../engine/index.js";
import { ShapeError } from "../errors.js";
import { constant, input, type Tensor } from "../tensor/index.js";
import { checkGradients } from "./gradient.suite.js";
import { learnedPlaces, realPlaces, rotated, Scope, sinusoidalPlaces } from "./index.js";
import { difference, waves } from "./layer.suite.js";

const values = (tensor: Tensor, feeds: Record<string, ArrayLike<number>> = {}): Float64Array =>
  evaluate({ outputs: new Map([["y", tensor]]), updates: new Map() }, feeds).outputs.y!;
const places = (...list: number[]) => constant(Int32Array.from(list), [list.length]);

describe("rotary positions", () => {
  const [T, D] = [3, 6];
  const [q, k] = [waves([1, 1, T, D], 1), waves([1, 1, T, D], 2)];
  const product = (a: Float64Array, i: number, b: Float64Array, j: number) =>
    Array.from({ length: D }, (_, c) => a[i * D + c]! * b[j * D + c]!).reduce((x, y) => x + y);
  const turned = (data: Float32Array, options: Parameters<typeof rotated>[1]) =>
    values(rotated(constant(data, [1, 1, T, D]), options));

  it("turn each pair of numbers by its place", () => {
    const found = turned(q, { from: 5 });
    for (let t = 0; t < T; t++)
      for (let i = 0; i < D / 2; i++) {
        const angle = (5 + t) * 10_000 ** ((-2 * i) / D);
        const [a, b] = [q[t * D + i]!, q[t * D + i + D / 2]!];
        expect(found[t * D + i]).toBeCloseTo(a * Math.cos(angle) - b * Math.sin(angle), 6);
        expect(found[t * D + i + D / 2]).toBeCloseTo(a * Math.sin(angle) + b * Math.cos(angle), 6);
      }
  });

  it("make products depend on the distance alone", () => {
    const near = [turned(q, {}), turned(k, {})] as const;
    for (const from of [1, 17, 400]) {
      const far = [turned(q, { from }), turned(k, { from })] as const;
      for (let i = 0; i < T; i++)
        for (let j = 0; j < T; j++)
          expect(product(far[0], i, far[1], j)).toBeCloseTo(product(near[0], i, near[1], j), 4);
    }
    const apart = [turned(q, { from: 3 }), turned(k, {})] as const;
    expect(Math.abs(product(apart[0], 0, apart[1], 0) - product(near[0], 0, near[1], 0))).toBeGreaterThan(
      0.1,
    );
  });

  it("take places that are told, one list for all or one a row", () => {
    const told = turned(q, { places: places(5, 6, 7) });
    expect(difference(told, turned(q, { from: 5 }))).toBeLessThan(1e-6);
    const rows = constant(Int32Array.of(5, 6, 7), [1, 3]);
    expect(turned(q, { places: rows })).toEqual(told);
  });

  it("have true gradients, and want even widths", async () => {
    const check = await checkGradients((_, { x }) => rotated(x!, { places: places(4, 0, 2) }), {
      x: { shape: [2, 2, 3, 4], data: waves([2, 2, 3, 4]) },
    });
    expect(check.engineError).toBeLessThan(1e-5);
    expect(check.differenceError).toBeLessThan(1e-6);
    expect(() => rotated(input("odd", [1, 1, 2, 3]))).toThrow("expects heads of an even width; got 3.");
  });
});

describe("tables of positions", () => {
  it("as waves: sines and cosines of the place, the slowest last", () => {
    const found = values(sinusoidalPlaces(10, 4, { length: 3, from: 2 }));
    const expected = [2, 3, 4].flatMap((p) => [
      Math.sin(p),
      Math.cos(p),
      Math.sin(p / 100),
      Math.cos(p / 100),
    ]);
    expect(difference(found, expected)).toBeLessThan(1e-6);
    expect(() => sinusoidalPlaces(4, 3, { length: 1 })).toThrow(ShapeError);
  });

  it("learned: rows by place, whose gradients reach the rows that were used", async () => {
    const asked = constant(Int32Array.of(1, 0, 1, 1), [2, 2]);
    const layer = (scope: Scope, { x }: Readonly<Record<string, Tensor>>) => {
      expect(x!.shape).toEqual([2, 2, 3]);
      return learnedPlaces(scope, 4, 3, { length: 2, places: asked });
    };
    const check = await checkGradients(layer, { x: { shape: [2, 2, 3], data: waves([2, 2, 3]) } });
    expect(check.differenceError).toBeLessThan(1e-6);
    expect(check.gradients.weight!.slice(6)).toEqual(new Float32Array(6));
    expect(() => learnedPlaces(Scope.root(), 4, 3, { length: 3, from: 2 })).toThrow(
      "Positions are there for 4 tokens; got 5. Cut the text, or make the table longer.",
    );
  });

  it("count real tokens from 0, whichever side the padding is on", () => {
    const real = constant([1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0], [3, 4]);
    expect([...values(realPlaces(real))]).toEqual([0, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0]);
  });
});
