import { apply, type Convolution, type Shape } from "../../graph/index.js";
import { conv1d, conv2d, convTranspose2d } from "../../tensor/index.js";
import { type Example, example, floats } from "./example.suite.js";

interface Case {
  readonly attributes: Convolution;
  readonly x: Shape;
  readonly w: Shape;
  readonly y: Shape;
}

const paddings = [
  [0, 0, 0, 0],
  [1, 1, 1, 1],
  [0, 1, 2, 0],
  [2, 0, 1, 3],
] as const;

/** Every kernel size with every stride and grouping; padding, dilation and picture size take turns. */
function combinations(): Case[] {
  const cases: Case[] = [];
  for (const kernel of [1, 3, 4, 5]) {
    for (const stride of [1, 2, 3]) {
      for (const groups of [1, 2, 4]) {
        for (const turn of [0, 1]) {
          const i = cases.length;
          const dilation = i % 3 === 0 ? 2 : 1;
          const padding = paddings[(i + turn) % paddings.length]!;
          // From sizes that windows tile to sizes whose last rows no window reaches.
          const side = dilation * (kernel - 1) + 1;
          const x = [1 + (i % 2), 4, side + (i % 4), side + 1 + (i % 3)];
          const kernelWidth = turn === 1 && kernel === 5 ? 3 : kernel;
          const w = [groups === 4 ? 4 : 2 * (1 + (i % 2)), 4 / groups, kernel, kernelWidth];
          const attributes: Convolution = {
            stride: [stride, turn === 0 ? stride : 1 + (i % 3)],
            padding,
            dilation: [dilation, turn === 0 ? dilation : 1],
            groups,
          };
          cases.push({
            attributes,
            x,
            w,
            y: apply("conv", [floatInput(x), floatInput(w)], attributes).shape,
          });
        }
      }
    }
  }
  return cases;
}

/** Batches that a lowering may cut into parts, and that it may not. */
function batches(): Example[] {
  return [7, 8, 12, 16, 24].flatMap((n) =>
    [1, 2, 4].map((groups) => {
      const stride = n % 3 === 0 ? 2 : 1;
      const options = { stride, groups, padding: groups === 2 ? 0 : 1, dilation: n === 16 ? 2 : 1 };
      return example([floats([n, 4, 6, 5]), floats([4, 4 / groups, 3, 2])], (x, w) => conv2d(x, w, options));
    }),
  );
}

function floatInput(shape: Shape) {
  return apply("input", [], { name: "shape", role: "batch", dtype: "float32", shape });
}

const cases = combinations();
const some = cases.filter((_, i) => i % 5 === 0);

export const convolutionExamples = {
  conv: [
    ...cases.map(
      ({ attributes, x, w }): Example =>
        example([floats(x), floats(w)], (a, b) => apply("conv", [a, b], attributes)),
    ),
    ...batches(),
    example([floats([2, 3, 7]), floats([2, 3, 3])], (x, w) => conv1d(x, w, { stride: 2, padding: [2, 1] })),
    example([floats([1, 2, 9]), floats([2, 1, 3])], (x, w) => conv1d(x, w, { dilation: 2, groups: 2 })),
    example([floats([1, 3, 8, 8]), floats([2, 3, 4, 4])], (x, w) => conv2d(x, w, { stride: 4 })),
  ],
  convInput: [
    ...some.map(({ attributes, x, w, y }) =>
      example([floats(y), floats(w)], (g, k) => apply("convInput", [g, k], { ...attributes, inputShape: x })),
    ),
    example([floats([1, 2, 3, 4]), floats([2, 3, 3, 3])], (x, w) =>
      convTranspose2d(x, w, { stride: 2, padding: 1, outputPadding: 1 }),
    ),
    example([floats([1, 4, 3, 2]), floats([4, 1, 4, 4])], (x, w) =>
      convTranspose2d(x, w, { stride: 2, padding: 1, groups: 2 }),
    ),
    example([floats([2, 2, 2, 2]), floats([2, 1, 2, 2])], (x, w) =>
      convTranspose2d(x, w, { stride: [2, 3] }),
    ),
    example([floats([1, 2, 3, 3]), floats([2, 2, 3, 3])], (x, w) =>
      convTranspose2d(x, w, { padding: 1, dilation: 2 }),
    ),
  ],
  convKernel: some.map(({ attributes, x, w, y }) =>
    example([floats(x), floats(y)], (a, g) => apply("convKernel", [a, g], { ...attributes, kernelShape: w })),
  ),
};
