import { describe, expect, it } from "vitest";
import { constant, type Tensor } from "../tensor/index.js";
import { checkGradients } from "./gradient.suite.js";
import { gru, lstm, type Scope } from "./index.js";
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

describe("lstm", () => {
  it("is torch.nn.LSTM: gates i, f, g, o, one number at a time", async () => {
    const x = waves([N, T, I], 1);
    const { outputs, before, shape } = await runLayer(
      (scope, input) => lstm(scope, input, H),
      [N, T, I],
      [x],
      {
        stir: 0.3,
      },
    );
    expect(shape).toEqual([N, T, H]);
    const { inputWeight, stateWeight, inputBias, stateBias } = before as Record<string, Float32Array>;
    const expected: number[] = [];
    for (let n = 0; n < N; n++) {
      let [h, c] = [new Array<number>(H).fill(0), new Array<number>(H).fill(0)];
      for (let t = 0; t < T; t++) {
        const last = h;
        const gate = (which: number, j: number) => {
          const row = which * H + j;
          let sum = inputBias![row]! + stateBias![row]!;
          for (let i = 0; i < I; i++) sum += inputWeight![row * I + i]! * x[(n * T + t) * I + i]!;
          for (let i = 0; i < H; i++) sum += stateWeight![row * H + i]! * last[i]!;
          return sum;
        };
        c = c.map((old, j) => sigmoid(gate(1, j)) * old + sigmoid(gate(0, j)) * Math.tanh(gate(2, j)));
        h = c.map((cell, j) => sigmoid(gate(3, j)) * Math.tanh(cell));
        expected.push(...h);
      }
    }
    expect(difference(outputs[0]!, expected)).toBeLessThan(1e-5);
  });
});

describe.each<[string, (scope: Scope, x: Tensor, real?: Tensor) => Tensor]>([
  ["gru", (scope, x, real) => gru(scope, x, H, { real })],
  ["lstm", (scope, x, real) => lstm(scope, x, H, { real })],
])("%s over padded sequences", (_, layer) => {
  const x = waves([N, T, I], 1);
  const real = [1, 1, 0, 0, 0, 1, 1, 1];

  it("keeps its state at padding, and comes out as without it", async () => {
    const masked = await runLayer(
      (scope, input) => layer(scope, input, constant(real, [N, T])),
      [N, T, I],
      [x],
      {
        stir: 0.3,
      },
    );
    const row = (n: number, t: number) => masked.outputs[0]!.subarray((n * T + t) * H, (n * T + t + 1) * H);
    expect(row(0, 2)).toEqual(row(0, 1));
    expect(row(0, 3)).toEqual(row(0, 1));
    expect([...row(1, 0)]).toEqual(Array(H).fill(0));
    const alone = async (from: number, to: number) => {
      const cut = x.subarray(from * I, to * I);
      const { outputs } = await runLayer((scope, input) => layer(scope, input), [1, to - from, I], [cut], {
        stir: 0.3,
      });
      return outputs[0]!.subarray(-H);
    };
    expect(difference(row(0, 3), await alone(0, 2))).toBeLessThan(1e-6);
    expect(difference(row(1, 3), await alone(5, 8))).toBeLessThan(1e-6);
  });

  it("has true gradients, none of them into padding", async () => {
    const check = await checkGradients((scope, { input, mask }) => layer(scope, input!, mask), {
      input: { shape: [N, T, I], data: x },
      mask: { shape: [N, T], data: real, dtype: "int32" },
    });
    expect(check.engineError).toBeLessThan(1e-5);
    expect(check.differenceError).toBeLessThan(1e-6);
    real.forEach((here, place) => {
      const slopes = check.gradients.input!.subarray(place * I, (place + 1) * I);
      expect(slopes.some((slope) => slope !== 0)).toBe(here === 1);
    });
  });
});

describe("initial states", () => {
  it("go on where an earlier call ended", async () => {
    const x = waves([1, T, I], 1);
    const run = (layer: (scope: Scope, input: Tensor) => Tensor, data = x, steps = T) =>
      runLayer(layer, [1, steps, I], [data], { stir: 0.3 });
    const whole = (await run((scope, input) => gru(scope, input, H))).outputs[0]!;
    const middle = constant(whole.slice(H, 2 * H), [1, H]);
    const rest = await run(
      (scope, input) => gru(scope, input, H, { initial: middle }),
      x.subarray(2 * I),
      T - 2,
    );
    expect(difference(rest.outputs[0]!, whole.subarray(2 * H))).toBeLessThan(1e-6);
  });
});
