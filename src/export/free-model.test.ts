/** Programs of two sizes, traced at some and run at others. */
import { describe, expect, it } from "vitest";
import { onnxRuntime } from "../engine/index.js";
import {
  add,
  cast,
  constant,
  input,
  mul,
  range,
  reshape,
  slice,
  type Tensor,
  triangle,
} from "../tensor/index.js";
import { batchSizes, freeModel, type OpenAxis } from "./free-model.js";

const axes: OpenAxis[] = [
  { name: "batch", input: "x", side: 0, tried: batchSizes },
  {
    name: "length",
    input: "x",
    side: 1,
    tried: [
      [4, 6, 9],
      [10, 12, 15],
    ],
  },
];
const freed = (make: (x: Tensor, n: number, t: number) => Tensor) =>
  freeModel(
    (n = 0, t = 0) => ({ outputs: new Map([["y", make(input("x", [n, t]), n, t)]]), updates: new Map() }),
    [],
    { fed: ["x"], axes, called: "batch size and length", name: "net" },
  );

async function ran(model: Uint8Array, n: number, t: number) {
  const { InferenceSession, Tensor: OrtTensor } = onnxRuntime();
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const x = Float32Array.from({ length: n * t }, (_, i) => i + 1);
  const { y } = await session.run({ x: new OrtTensor("float32", x, [n, t]) });
  const { inputMetadata, outputMetadata } = session;
  await session.release();
  const sides = [...inputMetadata, ...outputMetadata].map((each) => ("shape" in each ? each.shape : []));
  return { x, y: Array.from(y?.data as Float32Array), dims: y?.dims, sides };
}

describe("a model of two open sizes", () => {
  it.each([
    [1, 1],
    [2, 7],
    [5, 3],
  ])("counts along its length and flattens both, at %i and %i", async (n, t) => {
    const model = freed((x, rows, columns) => {
      const counted = mul(x, cast(range(columns), "float32"));
      return reshape(counted, [1, rows * columns]);
    });
    const { x, y, dims, sides } = await ran(model, n, t);
    expect(dims).toEqual([1, n * t]);
    expect(y).toEqual(Array.from(x, (value, i) => value * (i % t)));
    expect(sides).toEqual([
      ["batch", "length"],
      [1, "batch * length"],
    ]);
  });

  it("sees a triangle of its length, and its end", async () => {
    const model = freed((x, n, t) => {
      const seen = mul(reshape(x, [n, 1, t]), cast(triangle(t), "float32")); // [n, t, t]
      return slice(seen, 1, t - 1, t);
    });
    const { x, y, dims } = await ran(model, 2, 5);
    expect(dims).toEqual([2, 1, 5]);
    expect(y).toEqual([...x]);
    const first = freed((x, n, t) =>
      slice(mul(reshape(x, [n, 1, t]), cast(triangle(t), "float32")), 1, 0, 1),
    );
    expect((await ran(first, 2, 5)).y).toEqual([1, 0, 0, 0, 0, 6, 0, 0, 0, 0]);
  });

  it("is refused where a shape is a square of one, or numbers follow it otherwise", () => {
    const square = (x: Tensor, n: number, t: number) =>
      reshape(mul(reshape(x, [n, 1, t]), reshape(x, [n, t, 1])), [n, t * t]);
    // The runtime finds one open side by itself; another that follows both has to be known.
    expect(() => freed((x, n, t) => reshape(square(x, n, t), [n, t * t, 1, 1]))).toThrow(
      /no multiple of the batch size and length/,
    );
    const waves = (t: number) =>
      constant(
        Float32Array.from({ length: t }, (_, i) => Math.sin(i)),
        [t],
      );
    expect(() => freed((x, _, t) => add(x, waves(t)))).toThrow(/numbers other than a shape/);
  });
});
