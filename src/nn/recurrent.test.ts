import { describe, expect, it } from "vitest";
import { gru } from "./index.js";
import { difference, runLayer, waves } from "./layer.suite.js";

const [N, T, I, H] = [2, 4, 3, 5];
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe("gru", () => {
  const x = waves([N, T, I], 1);
  const run = (data: Float32Array) =>
    runLayer((scope, input) => gru(scope, input, H), [N, T, I], [data], { stir: 0.3 });

  it("is torch.nn.GRU: gates r, z, n, one number at a time", async () => {
    const { outputs, before, shape } = await run(x);
    expect(shape).toEqual([N, T, H]);
    const { inputWeight, stateWeight, inputBias, stateBias } = before as Record<string, Float32Array>;
    const expected: number[] = [];
    for (let n = 0; n < N; n++) {
      let h = new Array<number>(H).fill(0);
      for (let t = 0; t < T; t++) {
        const part = (row: number, weights: Float32Array, bias: Float32Array, values: readonly number[]) =>
          values.reduce((sum, value, i) => sum + weights[row * values.length + i]! * value, bias[row]!);
        const given = [...x.subarray((n * T + t) * I, (n * T + t + 1) * I)];
        const last = h;
        h = last.map((old, j) => {
          const [ri, zi, ni] = [0, 1, 2].map((gate) =>
            part(gate * H + j, inputWeight!, inputBias!, given),
          ) as [number, number, number];
          const [rh, zh, nh] = [0, 1, 2].map((gate) =>
            part(gate * H + j, stateWeight!, stateBias!, last),
          ) as [number, number, number];
          const z = sigmoid(zi + zh);
          return (1 - z) * Math.tanh(ni + sigmoid(ri + rh) * nh) + z * old;
        });
        expected.push(...h);
      }
    }
    expect(difference(outputs[0]!, expected)).toBeLessThan(1e-5);
  });

  it("does not see the future", async () => {
    const later = x.map((value, i) => (Math.floor(i / I) % T === T - 1 ? value + 1 : value));
    const [a, b] = [(await run(x)).outputs[0]!, (await run(later)).outputs[0]!];
    for (let n = 0; n < N; n++) {
      const start = n * T * H;
      expect(difference(a.subarray(start, start + (T - 1) * H), b.subarray(start, start + (T - 1) * H))).toBe(
        0,
      );
      expect(difference(a.subarray(start, start + T * H), b.subarray(start, start + T * H))).toBeGreaterThan(
        1e-3,
      );
    }
  });
});
