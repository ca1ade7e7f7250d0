import { describe, expect, it } from "vitest";
import { sizeOf } from "../graph/index.js";
import { type Key, randomKey } from "../random/index.js";
import { concat, input, mul, split, stack, type Tensor, tanh } from "../tensor/index.js";
import { checkGradients } from "./gradient.suite.js";
import { dropout, dropPath, gaussianNoise, Scope, spatialDropout } from "./index.js";
import { runLayer, waves } from "./layer.suite.js";

describe("dropout", () => {
  const ones = new Float32Array(4000).fill(1);

  it("drops the given share and scales the rest, anew each step", async () => {
    const { outputs } = await runLayer((scope, x) => dropout(scope, x, 0.25), [40, 100], [ones, ones]);
    for (const output of outputs) {
      const kept = output.filter((value) => value !== 0);
      expect(Math.abs(kept.length / 4000 - 0.75)).toBeLessThan(0.03);
      for (const value of kept) expect(value).toBeCloseTo(4 / 3, 5);
    }
    expect(outputs[0]).not.toEqual(outputs[1]);
  });

  it("does nothing in inference", async () => {
    const { outputs } = await runLayer((scope, x) => dropout(scope, x, 0.9), [40, 100], [ones], {
      training: false,
    });
    expect(outputs[0]).toEqual(ones);
  });

  it("drops whole channels when they share a draw", async () => {
    const { outputs } = await runLayer(
      (scope, x) => dropout(scope, x, 0.5, { shared: [2, 3] }),
      [8, 20, 5, 5],
      [ones],
    );
    const channels = Array.from(
      { length: 160 },
      (_, i) => new Set(outputs[0]!.subarray(i * 25, i * 25 + 25)),
    );
    expect(channels.every((values) => values.size === 1)).toBe(true);
    expect(new Set(channels.map((values) => [...values][0]))).toEqual(new Set([0, 2]));
  });

  it("draws anew at every use in a step, in the same place and for other shapes too", async () => {
    const passes = (key?: Key) => (scope: Scope, x: Tensor) => {
      const options = key === undefined ? {} : { key };
      const [first, second] = [1, 2].map(() => dropout(scope, x, 0.5, options)) as [Tensor, Tensor];
      const crops = dropout(scope, concat([x, x]), 0.5); // another shape in the same place
      return stack([first, second, ...split(crops, 2)]);
    };
    const halves = ({ outputs: [all] }: { outputs: readonly Float32Array[] }) =>
      Array.from({ length: 4 }, (_, i) => Array.from(all!.subarray(i * 4000, (i + 1) * 4000)));
    const drawn = halves(await runLayer(passes(), [40, 100], [ones]));
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < i; j++) {
        const alike = drawn[i]!.filter((value, k) => value === drawn[j]![k]).length;
        // Half of 4000 by chance, with a deviation of 32.
        expect(Math.abs(alike - 2000), `${i} and ${j}`).toBeLessThan(160);
      }
    }
    const [first, second] = halves(await runLayer(passes(randomKey("one")), [40, 100], [ones]));
    expect(second).toEqual(first);
  });

  it("refuses rates that leave nothing to scale", () => {
    for (const rate of [1, -0.1, Number.NaN])
      expect(() => dropout(Scope.root(), input("x", [2]), rate)).toThrow(
        `A rate of dropout is at least 0 and less than 1; got ${rate}.`,
      );
  });
});

describe("spatialDropout", () => {
  it.each([
    ["sequences", [6, 20, 9], "first"],
    ["pictures", [6, 20, 3, 3], "first"],
    ["volumes", [6, 20, 2, 3, 2], "first"],
    ["tokens", [6, 9, 20], "last"],
  ] as const)("drops whole channels of %s", async (_, shape, channels) => {
    const data = new Float32Array(sizeOf(shape)).fill(1);
    const layer = (scope: Scope, x: Tensor) => spatialDropout(scope, x, 0.5, { channels });
    const { outputs } = await runLayer(layer, shape, [data]);
    const inner = shape[2] ?? 1;
    const ofChannel = (n: number, c: number) =>
      [...outputs[0]!].filter((_, i) => {
        const per = data.length / 6;
        const at = i % per;
        return (
          Math.floor(i / per) === n && (channels === "last" ? at % inner : Math.floor((at * 20) / per)) === c
        );
      });
    const kinds = Array.from({ length: 120 }, (_, i) => new Set(ofChannel(Math.floor(i / 20), i % 20)));
    expect(kinds.every((values) => values.size === 1)).toBe(true);
    const dropped = kinds.filter((values) => values.has(0)).length;
    expect(Math.abs(dropped - 60)).toBeLessThan(28); // a deviation of 5.5
    const silent = await runLayer(layer, shape, [data], { training: false });
    expect(silent.outputs[0]).toEqual(data);
  });
});

describe("gaussianNoise", () => {
  it("adds normal numbers, others at every use and step, and none in inference", async () => {
    const zeros = new Float32Array(4000);
    const layer = (scope: Scope, x: Tensor) =>
      stack([gaussianNoise(scope, x, 0.5), gaussianNoise(scope, x, 0.5)]);
    const { outputs } = await runLayer(layer, [4000], [zeros, zeros]);
    const draws = outputs.flatMap((both) => [both.subarray(0, 4000), both.subarray(4000)]);
    draws.forEach((one, i) => {
      const deviation = Math.sqrt(one.reduce((sum, value) => sum + value * value, 0) / 4000);
      expect(Math.abs(deviation - 0.5)).toBeLessThan(0.03);
      for (const other of draws.slice(0, i)) {
        const together = one.reduce((sum, value, k) => sum + value * other[k]!, 0) / 4000 / 0.25;
        expect(Math.abs(together)).toBeLessThan(0.08); // a deviation of 0.016
      }
    });
    const silent = await runLayer(layer, [4000], [zeros], { training: false });
    expect(silent.outputs[0]).toEqual(new Float32Array(8000));
    expect(() => gaussianNoise(Scope.root(), input("x", [2]), -1)).toThrow(
      "A deviation of noise is a number of at least 0; got -1.",
    );
  });
});

it.each<[string, (scope: Scope, x: Tensor) => Tensor]>([
  ["dropout", (scope, x) => dropout(scope, x, 0.4)],
  ["spatialDropout", (scope, x) => spatialDropout(scope, x, 0.4)],
  ["dropPath", (scope, x) => dropPath(scope, x, 0.4)],
  ["gaussianNoise", (scope, x) => gaussianNoise(scope, x, 0.4)],
])("%s has true gradients through two uses in a step", async (_, layer) => {
  const check = await checkGradients((scope, { x }) => mul(layer(scope, x!), tanh(layer(scope, x!))), {
    x: { shape: [3, 4, 2], data: waves([3, 4, 2]) },
  });
  expect(check.engineError).toBeLessThan(1e-5);
  expect(check.differenceError).toBeLessThan(1e-6);
});
