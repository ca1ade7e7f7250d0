import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { Scope } from "../nn/index.js";
import { input, reshape, type Tensor } from "../tensor/index.js";
import { instanceDiscrimination } from "./index.js";
import { describeMethod } from "./method.suite.js";

const method = instanceDiscrimination({ hiddenDim: 16, outputDim: 8, classes: 9 });

describeMethod("instance-discrimination", { method, lossFalls: false });

describe("instance-discrimination's bank", () => {
  const samples = 6;
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  it("changes the rows of the batch's samples only, to unit vectors", async () => {
    const root = Scope.root();
    const encode = (x: Tensor) => reshape(x, [x.shape[0] ?? 0, -1]);
    const branch = {
      scope: root,
      encode,
      encodeAll: (x: Tensor) => ({ embedding: encode(x), layers: new Map() }),
    };
    const { metrics, loss } = method.step({
      ...branch,
      teacher: branch,
      views: [input("x", [3, 1, 2, 2])],
      index: input("index", [3], "int32"),
      samples,
      progress: input("progress", [], "float32", "schedule"),
    });
    const store = await engine.createStore(root.variables.initialValues(1));
    const outputs = new Map([
      ["loss", loss as Tensor],
      ["bound", metrics!.mutualInformation!],
    ]);
    const program = await engine.load({ outputs, updates: root.variables.assigned() }, { store });
    const bank = async () => Array.from((await store.read(["bank"]))[0]!.data, Number);
    const run = (index: readonly number[], step: number) =>
      program.run(
        { x: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i + step)), index: Int32Array.from(index) },
        { seed: 1, step },
      );
    const lengths = (rows: readonly number[]) =>
      Array.from({ length: samples }, (_, i) => Math.hypot(...rows.slice(8 * i, 8 * i + 8)));

    const first = await run([4, 0, 2], 0);
    expect(Number(first.loss![0])).toBeCloseTo(Math.log(9), 5);
    expect(Number(first.bound![0])).toBeCloseTo(0, 5);
    const once = await bank();
    lengths(once).forEach((length, i) => {
      expect(length).toBeCloseTo(i % 2 === 0 ? 1 : 0, 5);
    });

    await run([1, 2, 3], 1);
    const twice = await bank();
    lengths(twice).forEach((length, i) => {
      expect(length).toBeCloseTo(i === 5 ? 0 : 1, 5);
    });
    expect(twice.slice(0, 8)).toEqual(once.slice(0, 8));
    expect(twice.slice(32, 40)).toEqual(once.slice(32, 40));
    expect(twice.slice(16, 24)).not.toEqual(once.slice(16, 24));
  });
});
