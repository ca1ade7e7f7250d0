import { describe, expect, it } from "vitest";
import { constant, geluTanh } from "../tensor/index.js";
import { checkGradients } from "./gradient.suite.js";
import { selfAttention, transformerBlock } from "./index.js";
import { difference, runLayer, waves } from "./layer.suite.js";

const [N, T, D, HEADS] = [2, 5, 6, 2];
const WIDTH = D / HEADS;

function slowAttention(
  x: Float32Array,
  weights: Readonly<Record<string, Float32Array>>,
  causal: boolean,
  real: readonly number[] = Array(N * T).fill(1),
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
        const seen = Array.from({ length: T }, (_, s) => s).filter(
          (s) => (!causal || s <= t) && real[n * T + s] === 1,
        );
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

  /** Padding behind in the first row, in front in the second. */
  const padded = [1, 1, 1, 0, 0, 0, 0, 1, 1, 1];
  /** Nothing but padding in the second row. */
  const empty = [1, 0, 1, 1, 0, 0, 0, 0, 0, 0];

  it.each([
    [false, padded],
    [true, padded],
    [false, empty],
    [true, empty],
  ])("looks at real keys only, and sees nothing as zeros (causal %s, %s)", async (causal, real) => {
    const mask = constant(real, [N, T]);
    const { outputs, before } = await runLayer(
      (scope, input) => selfAttention(scope, input, { heads: HEADS, causal, real: mask }),
      [N, T, D],
      [x, Float32Array.from(x, (value, i) => (real[Math.floor(i / D)] === 1 ? value : 1e3 * value))],
      { stir: 0.4 },
    );
    expect(difference(outputs[0]!, slowAttention(x, before, causal, real))).toBeLessThan(1e-5);
    // What stands at padding reaches no real place.
    for (const [i, value] of outputs[0]!.entries())
      if (real[Math.floor(i / D)] === 1) expect(outputs[1]![i]).toBe(value);
  });

  it.each([
    ["padding", { causal: false, real: padded }],
    ["padding and the future", { causal: true, real: padded }],
    ["a row of padding", { causal: true, real: empty }],
  ])("has true and finite gradients with %s", async (_, { causal, real }) => {
    const check = await checkGradients(
      (scope, { input, mask }) =>
        selfAttention(scope, input!, { heads: HEADS, causal, real: mask, rotary: false }),
      { input: { shape: [N, T, D], data: x }, mask: { shape: [N, T], data: real, dtype: "int32" } },
    );
    expect(check.engineError).toBeLessThan(1e-5);
    expect(check.differenceError).toBeLessThan(1e-6);
  });

  it("takes weights of attention away while training, and makes up for them", async () => {
    const alone = (rate: number) =>
      runLayer(
        (scope, input) => selfAttention(scope, input, { heads: HEADS, attentionDropout: rate }),
        [N, T, D],
        [x, x],
      );
    const [some, none] = [await alone(0.5), await alone(0)];
    expect(difference(none.outputs[0]!, none.outputs[1]!)).toBe(0);
    expect(difference(some.outputs[0]!, some.outputs[1]!)).toBeGreaterThan(1e-3);
    expect(difference(some.outputs[0]!, none.outputs[0]!)).toBeGreaterThan(1e-3);
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

  it("normalises before each branch or after each sum", async () => {
    const x = waves([1, T, D], 1);
    const post = await runLayer(
      (scope, input) => transformerBlock(scope, input, { heads: HEADS, norm: "post" }),
      [1, T, D],
      [x],
    );
    const { "norm2/scale": scale, "norm2/shift": shift } = post.before;
    for (let t = 0; t < T; t++) {
      const row = post.outputs[0]!.subarray(t * D, (t + 1) * D);
      const plain = row.map((value, i) => (value - shift![i]!) / scale![i]!);
      const mean = plain.reduce((sum, value) => sum + value) / D;
      expect(mean).toBeCloseTo(0, 4);
      expect(plain.reduce((sum, value) => sum + (value - mean) ** 2, 0) / D).toBeCloseTo(1, 3);
    }
  });

  it.each(["pre", "post"] as const)("has true gradients (%s-norm, tanh's GELU, dropout)", async (norm) => {
    const check = await checkGradients(
      (scope, { input }) =>
        transformerBlock(scope, input!, {
          heads: HEADS,
          norm,
          causal: true,
          mlpRatio: 2,
          activation: geluTanh,
          dropout: 0.3,
          attentionDropout: 0.2,
          dropPath: 0.4,
        }),
      { input: { shape: [N, T, D], data: waves([N, T, D], 1) } },
    );
    expect(check.engineError).toBeLessThan(1e-4);
    expect(check.differenceError).toBeLessThan(1e-5);
  });

  it("drops whole branches of a sample, and nothing in inference", async () => {
    const x = waves([64, 2, D], 1);
    const block = (training: boolean, dropPath: number) =>
      runLayer(
        (scope, input) => transformerBlock(scope, input, { heads: HEADS, dropPath }),
        [64, 2, D],
        [x],
        {
          training,
          stir: 0.4,
        },
      );
    const [dropped, kept, inference] = [
      await block(true, 0.6),
      await block(true, 0),
      await block(false, 0.6),
    ];
    expect(inference.outputs[0]).toEqual(kept.outputs[0]);
    const untouched = Array.from({ length: 64 }, (_, n) =>
      difference(
        dropped.outputs[0]!.subarray(n * 2 * D, (n + 1) * 2 * D),
        x.subarray(n * 2 * D, (n + 1) * 2 * D),
      ),
    ).filter((most) => most === 0).length;
    // Both branches of a sample go with probability 0.36, 23 of 64, with a deviation of 4.
    expect(Math.abs(untouched - 23)).toBeLessThan(14);
  });
});
