import { describe, expect, it } from "vitest";
import { constant } from "../tensor/index.js";
import { checkGradients } from "./gradient.suite.js";
import { poolTokens, type TokenPooling } from "./index.js";
import { difference, runLayer, waves } from "./layer.suite.js";

const [N, T, D] = [4, 3, 2];
const real = [1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0];

function slow(x: Float32Array, pooling: TokenPooling, mask: readonly number[]): number[] {
  return Array.from({ length: N }, (_, n) => {
    const rows = Array.from({ length: T }, (_, t) => t)
      .filter((t) => mask[n * T + t] === 1)
      .map((t) => x.subarray((n * T + t) * D, (n * T + t + 1) * D));
    const taken = pooling === "mean" ? rows : [rows.at(pooling === "first" ? 0 : -1)!];
    return Array.from({ length: D }, (_, j) =>
      rows.length === 0 ? 0 : taken.reduce((sum, row) => sum + row[j]! / taken.length, 0),
    );
  }).flat();
}

describe.each(["mean", "first", "last"] as const)("poolTokens, %s", (pooling) => {
  const x = waves([N, T, D], 1);

  it("takes real tokens only; zeros where there are none", async () => {
    for (const mask of [real, Array(N * T).fill(1)]) {
      const { outputs } = await runLayer(
        (_, h) => poolTokens(h, pooling, constant(mask, [N, T])),
        [N, T, D],
        [x],
      );
      expect(difference(outputs[0]!, slow(x, pooling, mask))).toBeLessThan(1e-6);
    }
    const { outputs } = await runLayer((_, h) => poolTokens(h, pooling), [N, T, D], [x]);
    expect(difference(outputs[0]!, slow(x, pooling, Array(N * T).fill(1)))).toBeLessThan(1e-6);
  });

  it("has true gradients, none of them in padding", async () => {
    const check = await checkGradients((_, { h, mask }) => poolTokens(h!, pooling, mask), {
      h: { shape: [N, T, D], data: x },
      mask: { shape: [N, T], data: real, dtype: "int32" },
    });
    expect(check.engineError).toBeLessThan(1e-5);
    expect(check.differenceError).toBeLessThan(1e-6);
    real.forEach((here, place) => {
      if (here === 0) expect([...check.gradients.h!.subarray(place * D, (place + 1) * D)]).toEqual([0, 0]);
    });
  });
});
