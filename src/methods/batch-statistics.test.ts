import { expect, it } from "vitest";
import { evaluate } from "../engine/index.js";
import { batchNorm, Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { type BatchStatistics, eachView } from "./batch-statistics.js";
import { methods } from "./index.js";

/** Batch normalisation of two views that differ by an offset; the outputs, and the running mean after the step. */
function normalised(statistics: BatchStatistics) {
  const root = Scope.root();
  const [a, b] = eachView(statistics)([input("a", [2, 1]), input("b", [2, 1])], (x) =>
    batchNorm(root.child("norm"), x, { affine: false, momentum: 0.5 }),
  );
  const updates = new Map(root.variables.assigned());
  const state = Object.fromEntries(
    root.variables.initialValues(0).map(({ name, data }) => [name, Float64Array.from(data as Float32Array)]),
  );
  const feeds = { a: Float64Array.of(-1, 1), b: Float64Array.of(9, 11), ...state };
  const results = evaluate(
    {
      outputs: new Map([
        ["a", a],
        ["b", b],
      ]),
      updates,
    },
    feeds,
    { seed: 0, step: 0 },
  );
  const first = (values: ArrayLike<number> | undefined) => Number(values?.[0]);
  return {
    a: first(results.outputs.a),
    b: first(results.outputs.b),
    mean: first(results.updates["norm/mean"]),
  };
}

it("is of each view by itself, one after the other, or of all together", () => {
  const separate = normalised("separate");
  expect(separate.a).toBeCloseTo(-1, 4);
  expect(separate.b).toBeCloseTo(-1, 4);
  expect(separate.mean).toBeCloseTo(0.5 * (0.5 * 0 + 0.5 * 0) + 0.5 * 10, 6);
  const joint = normalised("joint");
  expect(joint.a).toBeCloseTo((-1 - 5) / Math.sqrt(26), 4);
  expect(joint.b).toBeCloseTo((9 - 5) / Math.sqrt(26), 4);
  expect(joint.mean).toBeCloseTo(0.5 * 5, 6);
});

it("is as each method's authors have it", () => {
  const separate = [...methods.values()]
    .map((make) => make())
    .filter(({ batchStatistics }) => batchStatistics === "separate")
    .map(({ name }) => name)
    .sort();
  expect(separate).toEqual([
    ...["barlow-twins", "byol", "cmc", "moco-v2", "moco-v3", "nnclr"],
    ...["siamese", "simsiam", "tico", "triplet", "vicreg", "w-mse"],
  ]);
});
