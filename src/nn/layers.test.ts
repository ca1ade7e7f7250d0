import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { input, tanh } from "../tensor/index.js";
import { conv, convTranspose, embedding, linear, mlp, Scope } from "./index.js";
import { difference, runLayer, waves } from "./layer.suite.js";

describe("linear", () => {
  it("is x @ weight + bias over the last axis", async () => {
    const x = waves([2, 3, 4], 1);
    const { outputs, before, shape } = await runLayer((scope, h) => linear(scope, h, 5), [2, 3, 4], [x]);
    expect(shape).toEqual([2, 3, 5]);
    const expected = Array.from({ length: 30 }, (_, i) => {
      const [row, column] = [Math.floor(i / 5), i % 5];
      let sum = before.bias![column]!;
      for (let k = 0; k < 4; k++) sum += x[row * 4 + k]! * before.weight![k * 5 + column]!;
      return sum;
    });
    expect(difference(outputs[0]!, expected)).toBeLessThan(1e-5);
  });
});

describe("mlp", () => {
  it("puts the activation between layers, not after the last", async () => {
    const { outputs, before } = await runLayer(
      (scope, h) => mlp(scope, h, [2, 1], { activation: tanh }),
      [1, 1],
      [Float32Array.of(0.7)],
    );
    const hidden = [0, 1].map((j) =>
      Math.tanh(0.7 * before["layer0/weight"]![j]! + before["layer0/bias"]![j]!),
    );
    const expected = hidden.reduce(
      (sum, h, j) => sum + h * before["layer1/weight"]![j]!,
      before["layer1/bias"]![0]!,
    );
    expect(outputs[0]?.[0]).toBeCloseTo(expected, 5);
  });

  it("normalises after the last layer too when asked, without a scale", () => {
    const scope = Scope.root();
    mlp(scope, input("x", [2, 3]), [4, 5], { norm: true, normLast: true });
    expect(scope.variables.parameters().map(({ name }) => name)).toEqual([
      "layer0/weight",
      "norm0/scale",
      "norm0/shift",
      "layer1/weight",
    ]);
  });
});

describe("conv and convTranspose", () => {
  it("correlate each window with each kernel", async () => {
    const x = waves([1, 2, 4, 5], 1);
    const { outputs, before, shape } = await runLayer(
      (scope, h) => conv(scope, h, 3, [2, 3], { stride: [1, 2], padding: [1, 0], bias: true }),
      [1, 2, 4, 5],
      [x],
    );
    expect(shape).toEqual([1, 3, 5, 2]);
    const expected: number[] = [];
    for (let o = 0; o < 3; o++)
      for (let i = 0; i < 5; i++)
        for (let j = 0; j < 2; j++) {
          let sum = before.bias![o]!;
          for (let c = 0; c < 2; c++)
            for (let a = 0; a < 2; a++)
              for (let b = 0; b < 3; b++) {
                const [row, column] = [i - 1 + a, 2 * j + b];
                const pixel = row >= 0 && row < 4 ? x[(c * 4 + row) * 5 + column]! : 0;
                sum += pixel * before.weight![((o * 2 + c) * 2 + a) * 3 + b]!;
              }
          expected.push(sum);
        }
    expect(difference(outputs[0]!, expected)).toBeLessThan(1e-5);
  });

  it("spread each element over a window", async () => {
    const x = waves([1, 2, 2, 3], 2);
    const { outputs, before, shape } = await runLayer(
      (scope, h) => convTranspose(scope, h, 1, 3, { stride: 2 }),
      [1, 2, 2, 3],
      [x],
    );
    expect(shape).toEqual([1, 1, 5, 7]);
    const expected = new Array<number>(35).fill(before.bias![0]!);
    for (let c = 0; c < 2; c++)
      for (let i = 0; i < 2; i++)
        for (let j = 0; j < 3; j++)
          for (let a = 0; a < 3; a++)
            for (let b = 0; b < 3; b++)
              expected[(2 * i + a) * 7 + 2 * j + b]! +=
                x[(c * 2 + i) * 3 + j]! * before.weight![(c * 3 + a) * 3 + b]!;
    expect(difference(outputs[0]!, expected)).toBeLessThan(1e-5);
  });
});

describe("embedding", () => {
  it("looks rows up", async () => {
    const scope = Scope.root();
    const rows = embedding(scope, input("tokens", [2, 3], "int32"), 5, 4);
    const engine = inlineEngine();
    const [table] = scope.variables.initialValues(1);
    const store = await engine.createStore([table!]);
    const program = await engine.load({ outputs: new Map([["rows", rows]]), updates: new Map() }, { store });
    const tokens = Int32Array.of(4, 0, 1, 1, 3, 4);
    const result = (await program.run({ tokens })).rows!;
    expect(rows.shape).toEqual([2, 3, 4]);
    tokens.forEach((token, i) => {
      expect(result.subarray(i * 4, i * 4 + 4)).toEqual(table!.data.subarray(token * 4, token * 4 + 4));
    });
    await engine.dispose();
  });
});
