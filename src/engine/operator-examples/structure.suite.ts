import { apply } from "../../graph/index.js";
import {
  type Axes,
  addAlong,
  argMax,
  argMin,
  broadcastTo,
  concat,
  constant,
  cumulativeSum,
  flip,
  full,
  gather,
  identity,
  logSumExp,
  max,
  mean,
  min,
  mul,
  norm,
  normalise,
  oneHot,
  pad,
  putAlong,
  type Reduce,
  range,
  repeat,
  replaceRows,
  reshape,
  roll,
  scatterAdd,
  slice,
  sort,
  split,
  stack,
  stride,
  sum,
  sumSquares,
  type Tensor,
  takeAlong,
  topK,
  transpose,
  triangle,
  variance,
} from "../../tensor/index.js";
import {
  booleans,
  distinct,
  type Example,
  type ExampleOperand,
  example,
  fixed,
  floats,
  integers,
} from "./example.suite.js";

const reduced = (
  f: (x: Tensor, axes?: Axes, options?: Reduce) => Tensor,
  operand: (shape: readonly number[]) => ExampleOperand,
): Example[] => [
  example([operand([3, 4])], (x) => f(x)),
  example([operand([2, 3, 4])], (x) => f(x, -1)),
  example([operand([2, 3, 4])], (x) => f(x, [0, 2], { keepDims: true })),
  example([operand([2, 3, 2, 2])], (x) => f(x, [0, 2, 3])),
  example([operand([5, 1])], (x) => f(x, 1)),
];

/** Places along an axis of size `below`, given for a shape; repeats are likely. */
const at = (shape: readonly number[], below: number) => integers(shape, below);
const places = (...data: readonly number[]): ExampleOperand => ({ ...integers([data.length], 1), data });
const allSame = (n: number, index: number): ExampleOperand => ({
  ...integers([n], 1),
  data: new Array<number>(n).fill(index),
});

export const structureExamples = {
  input: [example([floats([2, 3]), integers([3], 9), integers([2], 200, "uint8")], (...inputs) => inputs)],
  constant: [
    example([], () => [
      constant([1.5, -2, 0.25], [3]),
      constant(Int32Array.of(1, -2), [2]),
      constant(BigInt64Array.of(3n, -4n), [1, 2]),
      constant(Uint8Array.of(0, 255), [2]),
      constant(
        Float32Array.from({ length: 100 }, (_, i) => i / 7),
        [10, 10],
      ),
    ]),
    example([floats([3])], (x) => mul(x, constant([2, 3, 4], [3]))),
    example([], () => [
      triangle(3),
      triangle(2, 4, 1),
      triangle(3, 3, -1),
      identity(3),
      full([2], 7),
      range(4),
    ]),
  ],
  draw: (["uniform", "normal", "permutation"] as const).map((distribution) =>
    example([], () => [
      apply("draw", [], { distribution, stream: `${distribution}/square`, shape: [3, 5] }),
      apply("draw", [], { distribution, stream: `${distribution}/row`, shape: [7] }),
    ]),
  ),

  sum: [...reduced(sum, floats), ...reduced(logSumExp, floats)],
  mean: reduced(mean, floats),
  max: [...reduced(max, distinct), example([fixed([2, 4], [1, 3, 3, 0])], (x) => max(x, 1))],
  min: [...reduced(min, distinct), example([fixed([2, 4], [3, 1, 1, 4])], (x) => min(x, 1))],
  sumSquares: [
    ...reduced(sumSquares, floats),
    ...reduced(variance, floats),
    ...reduced(norm, floats),
    example([floats([3, 4])], (x) => normalise(x)),
    example([floats([3, 4])], (x) => variance(x, 0, { unbiased: true })),
  ],
  argMax: [
    example([distinct([3, 4])], (x) => argMax(x)),
    example([distinct([3, 4, 2])], (x) => [argMax(x, 1), argMin(x, 1)]),
    example([fixed([6], [0, 2, 1, 2, 2, 0])], (x) => argMax(x)),
  ],

  reshape: [
    example([floats([2, 6])], (x) => reshape(x, [3, 4])),
    example([floats([2, 3, 2])], (x) => reshape(x, [-1])),
    example([floats([1])], (x) => reshape(x, [])),
    example([integers([4], 9)], (x) => reshape(x, [2, 2])),
  ],
  transpose: [
    example([floats([2, 3])], (x) => transpose(x)),
    example([floats([2, 3, 4])], (x) => transpose(x, [2, 0, 1])),
    example([floats([2, 3, 2, 3])], (x) => transpose(x, [0, 2, 1, 3])),
    example([booleans([2, 3])], (x) => transpose(x)),
  ],
  broadcastTo: [
    example([floats([])], (x) => broadcastTo(x, [2, 3])),
    example([floats([3])], (x) => broadcastTo(x, [2, 3])),
    example([floats([2, 1, 3])], (x) => broadcastTo(x, [2, 2, 4, 3])),
    example([booleans([2, 1])], (x) => broadcastTo(x, [2, 3])),
    example([floats([2, 1, 2])], (x) => repeat(x, 3, 1)),
  ],
  slice: [
    example([floats([5, 4])], (x) => slice(x, 0, 1, 3)),
    example([floats([2, 3, 4])], (x) => slice(x, -1, -2)),
    example([floats([4, 4])], (x) => apply("slice", [x], { starts: [1, 2], ends: [3, 4] })),
    example([floats([4, 6])], (x) => split(x, 3, 1)),
    example([floats([5, 2])], (x) => [roll(x, 2), roll(x, -1), roll(x, 5)]),
    example([integers([5], 9)], (x) => slice(x, 0, 2)),
  ],
  pad: [
    example([floats([2, 3])], (x) => pad(x, [1, 0], [0, 2])),
    example([floats([2, 3])], (x) => pad(x, [0, 1], [1, 1], -7)),
    example([integers([3], 5)], (x) => pad(x, [1], [2], 4)),
    example([booleans([3])], (x) => pad(x, [1], [0])),
  ],
  concat: [
    example([floats([2, 3]), floats([1, 3]), floats([2, 3])], (...parts) => concat(parts)),
    example([floats([2, 1]), floats([2, 3])], (...parts) => concat(parts, -1)),
    example([floats([2, 3]), floats([2, 3])], (a, b) => [stack([a, b]), stack([a, b], 1), stack([a, b], -1)]),
    example([floats([2, 2])], (x) => concat([x, x, x], 1)),
    example([integers([2], 9), integers([3], 9)], (...parts) => concat(parts)),
  ],
  gather: [
    example([floats([5, 3]), at([4], 5)], (x, i) => gather(x, i)),
    example([floats([5, 3]), at([2, 3], 5)], (x, i) => gather(x, i)),
    example([floats([2, 4, 3]), at([6], 4)], (x, i) => gather(x, i, 1)),
    example([floats([2, 3, 4]), at([2, 2], 4)], (x, i) => gather(x, i, -1)),
    example([floats([5, 2]), integers([], 5)], (x, i) => gather(x, i)),
    example([floats([5]), integers([3], 5, "int64")], (x, i) => gather(x, i)),
    example([floats([4, 2]), allSame(3, -1)], (x, i) => gather(x, i)),
    example([floats([2, 4, 2]), allSame(3, -2)], (x, i) => gather(x, i, 1)),
    example([floats([3, 4])], (x) => [flip(x, 1), flip(x, 0), stride(x, 1, 2), stride(x, -1, 3, 1)]),
  ],
  replaceRows: [
    example([floats([5, 2]), places(3, 0), floats([2, 2])], (x, i, rows) => replaceRows(x, i, rows)),
    example([floats([4, 2, 3]), places(2, -4, 1), floats([3, 2, 3])], (x, i, rows) =>
      replaceRows(x, i, rows),
    ),
    example([floats([3]), places(1), floats([1])], (x, i, rows) => replaceRows(x, i, rows)),
  ],
  scatterAdd: [
    example([at([9], 3), floats([9, 2])], (i, u) => scatterAdd(i, u, 4)),
    example([allSame(12, 1), floats([12, 3])], (i, u) => scatterAdd(i, u, 2)),
    example([at([2, 5], 3), floats([2, 5, 2])], (i, u) => scatterAdd(i, u, 3)),
    example([at([7], 2), floats([2, 7, 3])], (i, u) => scatterAdd(i, u, 3, 1)),
    example([at([2, 3], 4), floats([2, 2, 3])], (i, u) => scatterAdd(i, u, 4, 1)),
    example([at([6], 3), floats([2, 2, 6])], (i, u) => scatterAdd(i, u, 3, -1)),
    example([at([8], 3), floats([8])], (i, u) => scatterAdd(i, u, 3)),
    example([integers([], 3), floats([2])], (i, u) => scatterAdd(i, u, 3)),
    example([integers([5], 3, "int64"), floats([5])], (i, u) => scatterAdd(i, u, 3)),
  ],
  takeAlong: [
    example([floats([3, 4]), at([3, 2], 4)], (x, i) => takeAlong(x, i)),
    example([floats([3, 4]), at([6, 4], 3)], (x, i) => takeAlong(x, i, 0)),
    example([floats([2, 3, 2]), at([2, 5, 2], 3)], (x, i) => takeAlong(x, i, 1)),
  ],
  putAlong: [
    example([at([3, 6], 4), floats([3, 6])], (i, u) => putAlong(i, u, 4)),
    example([at([6, 3], 2), floats([6, 3])], (i, u) => putAlong(i, u, 2, 0)),
    example([at([2, 5, 2], 3), floats([2, 5, 2])], (i, u) => putAlong(i, u, 4, 1)),
  ],
  addAlong: [
    example([floats([3, 4]), at([3, 6], 4), floats([3, 6])], (x, i, u) => addAlong(x, i, u)),
    example([floats([2, 3]), at([6, 3], 2), floats([6, 3])], (x, i, u) => addAlong(x, i, u, 0)),
    example([floats([2, 4, 2]), at([2, 5, 2], 3), floats([2, 5, 2])], (x, i, u) => addAlong(x, i, u, 1)),
    example([floats([2, 3]), allSame(2, -1), floats([2])], (x, i, u) =>
      addAlong(x, reshape(i, [2, 1]), reshape(u, [2, 1])),
    ),
    example([floats([4]), integers([6], 4, "int64"), floats([6])], (x, i, u) => addAlong(x, i, u)),
  ],

  oneHot: [
    example([at([5], 4)], (i) => oneHot(i, 4)),
    example([integers([2, 3], 4, "int64")], (i) => oneHot(i, 4)),
    example([{ ...at([3], 4), data: [-1, 5, 2] }], (i) => oneHot(i, 3)),
    example([integers([], 3)], (i) => oneHot(i, 3)),
  ],
  cumulativeSum: [false, true].flatMap((exclusive) =>
    [false, true].flatMap((reverse) => [
      example([floats([2, 4])], (x) => cumulativeSum(x, -1, { exclusive, reverse })),
      example([floats([3, 2, 2])], (x) => cumulativeSum(x, 0, { exclusive, reverse })),
    ]),
  ),
  topK: [
    example([distinct([3, 6])], (x) => Object.values(topK(x, 2))),
    example([distinct([4, 3])], (x) => Object.values(topK(x, 3, 0, { largest: false }))),
    example([distinct([2, 5, 2])], (x) => Object.values(sort(x, 1))),
    example([distinct([2, 5])], (x) => Object.values(sort(x, 1, { descending: true }))),
    example([fixed([6], [1, 2, 2, 1, 2, 0])], (x) => Object.values(topK(x, 4))),
    example([fixed([6], [1, 2, 2, 1, 2, 0])], (x) => Object.values(sort(x))),
  ],
};
