/** Composite operations against closed forms and conventions; single operators are compared in engine/operators.test. */
import { describe, expect, it } from "vitest";
import { evaluate } from "../engine/index.js";
import { ShapeError } from "../errors.js";
import {
  accuracy,
  addAll,
  affineGrid,
  averagePool2d,
  clip,
  concat,
  constant,
  conv2d,
  convTranspose2d,
  flip,
  full,
  globalAveragePool,
  greater,
  greaterEqual,
  gridSample,
  groupNormalise,
  identity,
  layerNormalise,
  logSumExp,
  matmul,
  maxPool2d,
  mean,
  normalise,
  pad,
  range,
  repeat,
  reshape,
  resizeBilinear,
  roll,
  scalar,
  slice,
  sort,
  split,
  stack,
  stride,
  sum,
  type Tensor,
  transpose,
  triangle,
  upsample2d,
  variance,
  where,
} from "./index.js";

function values(tensor: Tensor): number[] {
  const { outputs } = evaluate({ outputs: new Map([["y", tensor]]), updates: new Map() }, {});
  return Array.from(outputs.y!, (value) => Math.round(value * 1e6) / 1e6 + 0);
}
/** 0, 1, 2, ... as float32. */
const count = (shape: readonly number[]) =>
  constant(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
    shape,
  );

describe("making tensors", () => {
  it("gives numbers the type of their neighbour", () => {
    expect(greater(range(3), 1).dtype).toBe("bool");
    expect(values(greater(range(3), 1))).toEqual([0, 0, 1]);
    expect(values(greaterEqual(2, count([3])))).toEqual([1, 1, 1]);
    expect([scalar(3, "int64"), scalar(1, "bool"), scalar(0.5)].map(({ dtype }) => dtype)).toEqual([
      "int64",
      "bool",
      "float32",
    ]);
  });

  it("makes identities, fillings and triangles", () => {
    expect(values(identity(2))).toEqual([1, 0, 0, 1]);
    expect(values(full([2, 2], 3))).toEqual([3, 3, 3, 3]);
    expect(values(triangle(3))).toEqual([1, 0, 0, 1, 1, 0, 1, 1, 1]);
    expect(values(triangle(2, 3, 1))).toEqual([1, 1, 0, 1, 1, 1]);
    expect(values(where(triangle(2), 0, -9))).toEqual([0, -9, 0, 0]);
  });
});

describe("movement", () => {
  it("counts axes and places from the end", () => {
    const x = count([2, 3]);
    expect(values(slice(x, -1, -2))).toEqual([1, 2, 4, 5]);
    expect(values(slice(x, 0, 1, 2))).toEqual([3, 4, 5]);
    expect(values(concat([x, x], -1))).toEqual([0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]);
    expect(stack([x, x], -1).shape).toEqual([2, 3, 2]);
    expect(values(flip(x, -1))).toEqual([2, 1, 0, 5, 4, 3]);
    expect(values(stride(x, 1, 2))).toEqual([0, 2, 3, 5]);
  });

  it("rolls as NumPy does", () => {
    expect(values(roll(count([4, 1]), 1))).toEqual([3, 0, 1, 2]);
    expect(values(roll(count([4, 1]), -1))).toEqual([1, 2, 3, 0]);
    expect(values(roll(count([4, 1]), 9))).toEqual([3, 0, 1, 2]);
  });

  it("repeats, pads, splits", () => {
    expect(values(repeat(count([2, 2]), 2, 1))).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect(values(pad(count([2]), [1], [2], 9))).toEqual([9, 0, 1, 9, 9]);
    expect(split(count([4, 2]), 2).map(values)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
    expect(() => split(count([3, 2]), 2)).toThrow(ShapeError);
  });

  it("returns the tensor itself where nothing moves", () => {
    const x = count([2, 3]);
    expect(reshape(x, [2, -1])).toBe(x);
    expect(transpose(x, [0, 1])).toBe(x);
    expect(concat([x])).toBe(x);
    expect(roll(x, 2)).toBe(x);
  });
});

describe("reductions", () => {
  it("keeps log-sum-exp finite where exp is not", () => {
    expect(values(logSumExp(constant([1000, 1000, -1000, -1000], [2, 2]), 1))).toEqual([
      1000.693147, -999.306853,
    ]);
    expect(logSumExp(count([2, 3, 4]), [0, 2], { keepDims: true }).shape).toEqual([1, 3, 1]);
  });

  it("knows biased and unbiased variance", () => {
    const x = constant([1, 2, 3, 6], [4]);
    expect(values(variance(x))).toEqual([3.5]);
    expect(values(variance(x, 0, { unbiased: true }))).toEqual([4.666667]);
  });

  it("normalises rows, and leaves a row of zeros", () => {
    expect(values(normalise(constant([3, 4, 0, 0], [2, 2])))).toEqual([0.6, 0.8, 0, 0]);
  });

  it("measures accuracy", () => {
    const logits = constant([1, 0, 0, 5, 2, 3], [3, 2]);
    expect(values(accuracy(logits, constant(Int32Array.of(0, 1, 0), [3])))).toEqual([0.666667]);
  });

  it("sums lists, and reduces nothing to the tensor itself", () => {
    expect(values(addAll([scalar(1), scalar(2), scalar(3)]))).toEqual([6]);
    const x = scalar(2);
    expect(sum(x)).toBe(x);
    expect(values(sum(count([2, 2]), []))).toEqual([0, 1, 2, 3]);
  });
});

describe("convolution and pooling conventions", () => {
  it("is cross-correlation: the kernel is not turned", () => {
    const x = constant([0, 0, 0, 0, 1, 0, 0, 0, 0], [1, 1, 3, 3]);
    expect(values(conv2d(x, count([1, 1, 3, 3]), { padding: 1 }))).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it("spreads the kernel when transposed, with rows to choose from", () => {
    const x = constant([1, 2], [1, 1, 1, 2]);
    const w = constant([1, 10], [1, 1, 1, 2]);
    expect(values(convTranspose2d(x, w, { stride: [1, 2] }))).toEqual([1, 10, 2, 20]);
    expect(values(convTranspose2d(x, w, { stride: [1, 2], outputPadding: [0, 1] }))).toEqual([
      1, 10, 2, 20, 0,
    ]);
    const y = convTranspose2d(count([2, 4, 5, 5]), count([4, 3, 3, 3]), {
      stride: 2,
      padding: 1,
      outputPadding: 1,
    });
    expect(y.shape).toEqual([2, 3, 10, 10]);
  });

  it("takes padding for one side, two or four", () => {
    const shapes = [1, [1, 0], [1, 0, 0, 2]].map(
      (padding) => conv2d(count([1, 1, 4, 4]), count([1, 1, 3, 3]), { padding: padding as number }).shape,
    );
    expect(shapes.map((shape) => shape.slice(2))).toEqual([
      [4, 4],
      [4, 2],
      [3, 4],
    ]);
  });

  it("pools windows; zero padding counts in averages and never in maxima", () => {
    const x = constant([-1, -2, -3, -4], [1, 1, 2, 2]);
    expect(values(averagePool2d(x, 2, { padding: 1, stride: 2 }))).toEqual([-0.25, -0.5, -0.75, -1]);
    expect(values(maxPool2d(x, 2, { padding: 1, stride: 2 }))).toEqual([-1, -2, -3, -4]);
    expect(values(globalAveragePool(x))).toEqual([-2.5]);
  });
});

describe("normalisation", () => {
  it("by groups: one group is layer norm of all channels, as many as channels is instance norm", () => {
    const x = constant(
      Array.from({ length: 24 }, (_, i) => Math.sin(i * i)),
      [2, 4, 3],
    );
    const [ones, zeros] = [full([4], 1), full([4], 0)];
    const layer = layerNormalise(reshape(x, [2, 12]), full([12], 1), full([12], 0));
    expect(values(groupNormalise(x, ones, zeros, 1))).toEqual(values(layer));
    const instance = groupNormalise(x, ones, zeros, 4);
    expect(values(mean(instance, 2)).every((value) => Math.abs(value) < 1e-5)).toBe(true);
  });
});

describe("sampling", () => {
  const x = count([1, 1, 2, 4]);
  const same = constant([1, 0, 0, 0, 1, 0], [1, 2, 3]);

  it("gives the picture back under the identity, and mirrors it", () => {
    expect(values(gridSample(x, affineGrid(same, 2, 4)))).toEqual(values(x));
    const mirror = constant([-1, 0, 0, 0, 1, 0], [1, 2, 3]);
    expect(values(gridSample(x, affineGrid(mirror, 2, 4)))).toEqual(values(flip(x, 3)));
  });

  it("treats what lies outside as asked", () => {
    // One pixel to the right of the last column's centre.
    const outside = constant([1.25, -0.5], [1, 1, 1, 2]);
    const sample = (padding: "zeros" | "border" | "reflection") =>
      values(gridSample(x, outside, { padding }));
    expect(sample("zeros")).toEqual([0]);
    expect(sample("border")).toEqual([3]);
    expect(sample("reflection")).toEqual([3]);
    const corner = constant([1, 1, -1, -1], [1, 1, 2, 2]);
    expect(values(gridSample(x, corner, { alignCorners: true }))).toEqual([7, 0]);
  });

  it("enlarges by repetition and resizes between pixel centres", () => {
    expect(values(upsample2d(count([1, 1, 1, 2]), 2))).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
    expect(values(resizeBilinear(constant([0, 4], [1, 1, 1, 2]), 1, 4))).toEqual([0, 1, 3, 4]);
    expect(values(resizeBilinear(x, 2, 4))).toEqual(values(x));
    expect(values(resizeBilinear(count([1, 1, 4, 4]), 2, 2))).toEqual([2.5, 4.5, 10.5, 12.5]);
  });
});

describe("matrix products", () => {
  it("broadcasts batches, and flattens one matrix on the right into one product", () => {
    const y = matmul(count([2, 3, 4]), count([4, 5]));
    expect(y.shape).toEqual([2, 3, 5]);
    expect(y.node.op).toBe("reshape");
    expect(matmul(count([2, 1, 3, 4]), count([5, 4, 2])).shape).toEqual([2, 5, 3, 2]);
    expect(values(matmul(count([2, 2]), identity(2), { transposeA: true }))).toEqual([0, 2, 1, 3]);
  });
});

describe("order", () => {
  it("sorts both ways and keeps equals in order", () => {
    const x = constant([2, 1, 2, 0], [4]);
    expect([sort(x).values, sort(x).indices].map(values)).toEqual([
      [0, 1, 2, 2],
      [3, 1, 0, 2],
    ]);
    expect(
      [sort(x, 0, { descending: true }).values, sort(x, 0, { descending: true }).indices].map(values),
    ).toEqual([
      [2, 2, 1, 0],
      [0, 2, 1, 3],
    ]);
    expect(values(clip(x, 0.5, 1.5))).toEqual([1.5, 1, 1.5, 0.5]);
  });
});
