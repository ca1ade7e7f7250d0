import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { dcl, dclw, infoNce, ntXent } from "../losses/index.js";
import { mlp, Scope } from "../nn/index.js";
import { add, concat, input, mul, reshape, split, type Tensor } from "../tensor/index.js";
import { simclr } from "./index.js";
import { describeMethod } from "./method.suite.js";

const small = { hiddenDim: 16, outputDim: 8 };

describeMethod("simclr", { method: simclr(small) });
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
