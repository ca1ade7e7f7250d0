import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { dcl, dclw, infoNce, ntXent } from "../losses/index.js";
import { mlp, Scope } from "../nn/index.js";
import { add, concat, input, mul, reshape, split, type Tensor } from "../tensor/index.js";
import { simclr } from "./index.js";
import { describeMethod } from "./method.suite.js";
import { runTensors } from "./run-tensors.suite.js";

const small = { hiddenDim: 16, outputDim: 8 };

describeMethod("simclr", { method: simclr(small) });
describeMethod("simclr with the paper's head", { method: simclr({ ...small, head: "formula" }), steps: 15 });
describeMethod("simclr of distances", {
  method: simclr({ ...small, similarity: "squared-distance", temperature: 1 }),
  steps: 15,
});
describeMethod("simclr without negatives", { method: simclr({ ...small, negatives: false }), steps: 10 });

describe("simclr's losses", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  it("are what their names say, of the projections", async () => {
    const root = Scope.root();
    const views = ["a", "b"].map((name) => input(name, [3, 1, 2, 2]));
    const encode = (x: Tensor) => reshape(x, [x.shape[0] ?? 0, -1]);
    const branch = {
      scope: root,
      encode,
      encodeAll: (x: Tensor) => ({ embedding: encode(x), layers: new Map() }),
      decode: (code: Tensor) => code,
    };
    const scale = { picture: [1, 2, 2], toPixels: (x: Tensor) => x, fromPixels: (x: Tensor) => x } as const;
    const context = {
      ...branch,
      ...scale,
      teacher: branch,
      views,
      samples: 3,
      progress: input("progress", []),
    };
    const lossOf = (options: Parameters<typeof simclr>[0]) =>
      simclr({ ...small, temperature: 0.3, ...options }).step(context).loss as Tensor;

    const projected = mlp(root.child("projector"), encode(concat(views)), [16, 8], { norm: true });
    const [za, zb] = split(projected, 2) as [Tensor, Tensor];
    const settings = { temperature: 0.3 };
    const losses = new Map([
      ["nt-xent", [lossOf({}), ntXent(za, zb, settings)]],
      [
        "info-nce",
        [lossOf({ loss: "info-nce" }), mul(add(infoNce(za, zb, settings), infoNce(zb, za, settings)), 0.5)],
      ],
      ["dcl", [lossOf({ loss: "dcl" }), dcl(za, zb, settings)]],
      ["dclw", [lossOf({ loss: "dclw" }), dclw(za, zb, settings)]],
    ]);
    const outputs = new Map<string, Tensor>([["pull", lossOf({ negatives: false })]]);
    for (const [name, [got, expected]] of losses) {
      outputs.set(name, got!);
      outputs.set(`${name} expected`, expected!);
    }
    const store = await engine.createStore(root.variables.initialValues(1));
    const program = await engine.load({ outputs, updates: new Map() }, { store });
    const filled = (phase: number) => Float32Array.from({ length: 12 }, (_, i) => Math.sin(phase + i * i));
    const results = await program.run({ a: filled(0), b: filled(0.5) });
    const read = (name: string) => Number(results[name]![0]);
    for (const name of losses.keys()) expect(read(name)).toBeCloseTo(read(`${name} expected`), 5);
    const all = [...losses.keys(), "pull"].map((name) => read(name).toFixed(3));
    expect(new Set(all).size).toBe(5);
    expect(Math.abs(read("pull"))).toBeLessThanOrEqual(1 / 0.3);
  });
});

describe("simclr's head", () => {
  /** The head over four numbers, with what it was made of. */
  async function traced(head: "normalised" | "formula") {
    const root = Scope.root();
    const h = input("h", [3, 4]);
    const z = simclr({ hiddenDim: 5, outputDim: 2, head }).project!(root, h);
    const state = root.variables.initialValues(1);
    const given = Float32Array.from({ length: 12 }, (_, i) => Math.sin(1 + i * i));
    const read = await runTensors({ z }, { feeds: { h: given }, state });
    return { state, given, z: read("z") };
  }

  it("is W2 ReLU(W1 h) and nothing else, where the formula is asked for (SPEC row 82)", async () => {
    const { state, given, z } = await traced("formula");
    expect(state.map(({ name, shape }) => [name, shape])).toEqual([
      ["projector/layer0/weight", [4, 5]],
      ["projector/layer1/weight", [5, 2]],
    ]);
    const [w1, w2] = state.map(({ data }) => data as Float32Array) as [Float32Array, Float32Array];
    for (let n = 0; n < 3; n++) {
      const hidden = Array.from({ length: 5 }, (_, j) =>
        Math.max(
          0,
          [0, 1, 2, 3].reduce((sum, i) => sum + given[4 * n + i]! * w1[5 * i + j]!, 0),
        ),
      );
      for (let k = 0; k < 2; k++) {
        const expected = hidden.reduce((sum, value, j) => sum + value * w2[2 * j + k]!, 0);
        expect(z[2 * n + k]).toBeCloseTo(expected, 5);
      }
    }
  });

  it("normalises its hidden layer unless told otherwise", async () => {
    const { state } = await traced("normalised");
    const names = state.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["projector/norm0/scale", "projector/norm0/shift", "projector/layer1/bias"]),
    );
    expect(names).not.toContain("projector/layer0/bias");
  });
});
