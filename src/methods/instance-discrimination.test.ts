import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { mutualInformationBound } from "../losses/index.js";
import { Scope } from "../nn/index.js";
import { addAll, input, reshape, square, sum, type Tensor } from "../tensor/index.js";
import { instanceDiscrimination } from "./index.js";
import { describeMethod } from "./method.suite.js";

const method = instanceDiscrimination({ hiddenDim: 16, outputDim: 8, classes: 9 });

describeMethod("instance-discrimination", { method, lossFalls: false });

describe("instance-discrimination's bank", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  /** The method's step on flat pictures of four numbers, over a bank of so many samples. */
  async function load(samples: number, batch: number) {
    const root = Scope.root();
    const encode = (x: Tensor) => reshape(x, [x.shape[0] ?? 0, -1]);
    const branch = {
      scope: root,
      encode,
      encodeAll: (x: Tensor) => ({ embedding: encode(x), layers: new Map() }),
    };
    const { infoNce, loss } = method.step({
      ...branch,
      teacher: branch,
      views: [input("x", [batch, 1, 2, 2])],
      index: input("index", [batch], "int32"),
      samples,
      progress: input("progress", [], "float32", "schedule"),
    });
    const store = await engine.createStore(root.variables.initialValues(1));
    const weights = root.variables.parameters().map(({ tensor }) => tensor);
    const slopes = gradient(loss as Tensor, weights).map((slope) => sum(square(slope)));
    const outputs = new Map([
      ["loss", loss as Tensor],
      ["bound", mutualInformationBound(infoNce!.loss, infoNce!.candidates)],
      ["slope", addAll(slopes)],
    ]);
    const program = await engine.load({ outputs, updates: root.variables.assigned() }, { store });
    return {
      bank: async () => Array.from((await store.read(["bank"]))[0]!.data, Number),
      async run(index: readonly number[], step: number) {
        const x = Float32Array.from({ length: 4 * batch }, (_, i) => Math.sin(i + step));
        const result = await program.run({ x, index: Int32Array.from(index) }, { seed: 1, step });
        return Object.fromEntries(Object.entries(result).map(([name, [value]]) => [name, Number(value)]));
      },
    };
  }

  it("changes the rows of the batch's samples only, to unit vectors", async () => {
    const { bank, run } = await load(6, 3);
    const lengths = (rows: readonly number[]) =>
      Array.from({ length: 6 }, (_, i) => Math.hypot(...rows.slice(8 * i, 8 * i + 8)));

    const first = await run([4, 0, 2], 0);
    expect(first.loss).toBeGreaterThan(Math.log(2)); // an empty bank: nothing is known
    expect(first.bound).toBeCloseTo(0, 5);
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

  it("makes no sample its own negative", async () => {
    // All eight draws are the only sample there is, so it has nothing to be told from.
    const alone = await load(1, 1);
    await alone.run([0], 0);
    const result = await alone.run([0], 1);
    expect(result).toEqual({ loss: 0, bound: 0, slope: 0 });

    // Of two samples' draws, those of the other count: the eight fall to one or the other.
    const two = await load(2, 2);
    const { loss, bound } = await two.run([0, 1], 0); // an empty bank: ln m, whatever m is
    const means = Array.from({ length: 9 }, (_, k) => (Math.log(1 + k) + Math.log(9 - k)) / 2);
    expect(means.some((one) => Math.abs(one - loss!) < 1e-5)).toBe(true);
    expect(bound).toBeCloseTo(0, 5);
  });
});
