import { describe, expect, it } from "vitest";
import { selfAttention, transformerBlock } from "./index.js";
import { difference, runLayer, waves } from "./layer.suite.js";

const [N, T, D, HEADS] = [2, 5, 6, 2];
const WIDTH = D / HEADS;

function slowAttention(
  x: Float32Array,
  weights: Readonly<Record<string, Float32Array>>,
  causal: boolean,
): number[] {
  const qkv = weights["qkv/weight"]!;
  const qkvBias = weights["qkv/bias"]!;
  const out = weights["out/weight"]!;
  const outBias = weights["out/bias"]!;
  const result: number[] = [];
  for (let n = 0; n < N; n++) {
    const row = (t: number) => [...x.subarray((n * T + t) * D, (n * T + t + 1) * D)];
    const project = (t: number, which: number, head: number) =>
      Array.from({ length: WIDTH }, (_, j) => {
        const column = which * D + head * WIDTH + j;
        return row(t).reduce((sum, value, i) => sum + value * qkv[i * 3 * D + column]!, qkvBias[column]!);
      });
    for (let t = 0; t < T; t++) {
      const mixed: number[] = [];
      for (let head = 0; head < HEADS; head++) {
        const q = project(t, 0, head);
        const seen = Array.from({ length: T }, (_, s) => s).filter((s) => !causal || s <= t);
        const weight = seen.map((s) =>
          Math.exp(project(s, 1, head).reduce((sum, k, j) => sum + k * q[j]!, 0) / Math.sqrt(WIDTH)),
        );
        const total = weight.reduce((sum, value) => sum + value, 0);
        for (let j = 0; j < WIDTH; j++) {
          mixed.push(seen.reduce((sum, s, i) => sum + (weight[i]! / total) * project(s, 2, head)[j]!, 0));
        }
      }
      for (let j = 0; j < D; j++) {
        result.push(mixed.reduce((sum, value, i) => sum + value * out[i * D + j]!, outBias[j]!));
      }
    }
  }
  return result;
}

describe("selfAttention", () => {
  const x = waves([N, T, D], 1);

  it.each([false, true])("is softmax(q k / √d) v, head by head (causal %s)", async (causal) => {
    const { outputs, before } = await runLayer(
      (scope, input) => selfAttention(scope, input, { heads: HEADS, causal }),
      [N, T, D],
      [x],
      { stir: 0.4 },
    );
    expect(difference(outputs[0]!, slowAttention(x, before, causal))).toBeLessThan(1e-5);
  });

  it("carries tokens along when they change places", async () => {
    const backwards = Float32Array.from(x, (_, i) => {
      const [n, t, d] = [Math.floor(i / (T * D)), Math.floor(i / D) % T, i % D];
      return x[(n * T + (T - 1 - t)) * D + d]!;
    });
    const { outputs } = await runLayer(
      (scope, input) => selfAttention(scope, input, { heads: 3 }),
      [N, T, D],
      [x, backwards],
    );
    const [forth, back] = outputs as [Float32Array, Float32Array];
    for (let t = 0; t < T; t++) {
      const mirror = T - 1 - t;
      expect(
        difference(forth.subarray(t * D, t * D + D), back.subarray(mirror * D, mirror * D + D)),
      ).toBeLessThan(1e-6);
    }
  });
});

describe("transformerBlock", () => {
  it("does not see the future when causal, and adds to its input", async () => {
    const [x, later] = [waves([1, T, D], 1), waves([1, T, D], 1)];
    later[(T - 1) * D]! += 1;
    const { outputs, before } = await runLayer(
      (scope, input) => transformerBlock(scope, input, { heads: HEADS, causal: true, mlpRatio: 2 }),
      [1, T, D],
      [x, later],
    );
    const [a, b] = outputs as [Float32Array, Float32Array];
    const past = (T - 1) * D;
    expect(difference(a.subarray(0, past), b.subarray(0, past))).toBe(0);
    expect(difference(a.subarray(past), b.subarray(past))).toBeGreaterThan(0.1);
    expect(before["mlp1/weight"]).toHaveLength(D * 2 * D);
    const silent = await runLayer(
      (scope, input) => transformerBlock(scope, input, { heads: HEADS }),
      [1, T, D],
      [x],
      { stir: 0 },
    );
    // Small first weights: the block begins near the identity.
    expect(difference(silent.outputs[0]!, x)).toBeLessThan(0.05);
  });
});
