import { apply, applyAll } from "../../graph/index.js";
import {
  affineGrid,
  averagePool2d,
  batchNormalise,
  channelAffine,
  globalAveragePool,
  gridSample,
  groupNormalise,
  layerNormalise,
  logSoftmax,
  matmul,
  maxPool2d,
  mul,
  relu,
  resizeBilinear,
  softmax,
  upsample2d,
} from "../../tensor/index.js";
import { distinct, type Example, type ExampleOperand, example, fixed, floats } from "./example.suite.js";

const turned = (shape: readonly number[], on: boolean) =>
  on ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;
const products = (batch: readonly number[]): Example[] =>
  [false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) =>
      example(
        [floats(turned([...batch, 3, 4], transposeA)), floats(turned([...batch, 4, 2], transposeB))],
        (a, b) => matmul(a, b, { transposeA, transposeB }),
      ),
    ),
  );

const pools = [
  { shape: [2, 2, 6, 4], kernel: 2, options: {} },
  { shape: [1, 2, 7, 5], kernel: 2, options: {} },
  { shape: [2, 1, 6, 7], kernel: 3, options: { stride: 2, padding: 1 } },
  { shape: [1, 2, 6, 5], kernel: 3, options: { stride: 1, padding: 1 } },
  { shape: [1, 2, 6, 7], kernel: [2, 3], options: { stride: [3, 2], padding: [0, 1, 1, 0] } },
  { shape: [1, 1, 5, 5], kernel: 5, options: {} },
  { shape: [1, 2, 8, 6], kernel: 2, options: { stride: 3 } },
] as const;

const pooled = (pool: typeof maxPool2d, operand: (shape: readonly number[]) => ExampleOperand): Example[] =>
  pools.map(({ shape, kernel, options }) => example([operand(shape)], (x) => pool(x, kernel, options)));

/** The gradients of pooling as operators of their own. */
const pooledBack = (op: "maxPool" | "averagePool"): Example[] =>
  pools.map(({ shape, kernel, options }) => {
    const window = windowOf(kernel, options);
    const side = (axis: 0 | 1) =>
      Math.floor(
        (shape[axis + 2]! + window.padding[axis] + window.padding[axis + 2]! - window.kernel[axis]) /
          window.stride[axis],
      ) + 1;
    const g = floats([shape[0], shape[1], side(0), side(1)]);
    if (op === "averagePool")
      return example([g], (gradient) =>
        apply("averagePoolGrad", [gradient], { ...window, inputShape: shape }),
      );
    return example([{ ...distinct(shape), differentiable: false }, g], (x, gradient) => {
      const positions = applyAll("maxPool", [x], window)[1]!;
      return apply("maxPoolGrad", [positions, gradient], { ...window, inputShape: shape });
    });
  });

function windowOf(
  kernel: (typeof pools)[number]["kernel"],
  options: { stride?: number | readonly [number, number]; padding?: number | readonly number[] },
) {
  const both = (value: number | readonly [number, number]) =>
    typeof value === "number" ? ([value, value] as const) : value;
  const padding = options.padding ?? 0;
  const sides = typeof padding === "number" ? [padding, padding, padding, padding] : padding;
  return {
    kernel: both(kernel),
    stride: both(options.stride ?? kernel),
    padding: sides as [number, number, number, number],
  };
}

const normalised = [
  [6, 3],
  [2, 3, 4],
  [3, 2, 2, 3],
  [2, 1, 5],
] as const;

/** Grid values that put samples inside, across the edges and far outside. */
const grid = (shape: readonly number[]) => floats(shape, -1.7, 1.7);

export const layerExamples = {
  matmul: [
    ...products([]),
    ...products([2]),
    ...products([2, 2]),
    example([floats([2, 3, 4]), floats([4, 2])], (a, b) => matmul(a, b)),
    example([floats([2, 4, 3]), floats([4, 2])], (a, b) => matmul(a, b, { transposeA: true })),
    example([floats([3, 4]), floats([2, 4, 2])], (a, b) => matmul(a, b)),
    example([floats([2, 1, 3, 2]), floats([3, 2, 2])], (a, b) => matmul(a, b)),
    example([floats([3, 4])], (a) => matmul(a, a, { transposeB: true })),
    example([floats([1, 5]), floats([5, 1])], (a, b) => matmul(a, b)),
  ],

  maxPool: [
    ...pooled(maxPool2d, distinct),
    // Ties at zero, as after relu: the first of a window takes the gradient.
    example([fixed([1, 2, 4, 4], [0, 0, 1, 0, 0, 0, 2, 2, -1, 0, 0, 0])], (x) => maxPool2d(relu(x), 2)),
    example([fixed([1, 1, 5, 5], [0, 0, 1, 1, 0])], (x) => maxPool2d(x, 3, { stride: 2, padding: 1 })),
    example([distinct([1, 1, 4, 4])], (x) => [
      ...applyAll("maxPool", [x], { kernel: [2, 2], stride: [2, 2], padding: [0, 0, 0, 0] }),
    ]),
  ],
  maxPoolGrad: pooledBack("maxPool"),
  averagePool: [...pooled(averagePool2d, floats), example([floats([2, 3, 4, 2])], globalAveragePool)],
  averagePoolGrad: pooledBack("averagePool"),

  batchNorm: [
    ...normalised.map((shape) =>
      example([floats(shape), floats([shape[1]]), floats([shape[1]])], (x, gamma, beta) =>
        Object.values(batchNormalise(x, gamma, beta)),
      ),
    ),
    // Each statistic alone, and none of the values.
    example(
      [floats([4, 2]), floats([2]), floats([2])],
      (x, gamma, beta) => batchNormalise(x, gamma, beta).mean,
    ),
    example(
      [floats([4, 2]), floats([2]), floats([2])],
      (x, gamma, beta) => batchNormalise(x, gamma, beta).variance,
    ),
    example(
      [floats([4, 2, 3]), floats([2]), floats([2])],
      (x, gamma, beta) => batchNormalise(x, gamma, beta, 1e-3).y,
    ),
    example(
      [floats([5, 2, 2, 2], 99, 101), floats([2]), floats([2])],
      (x, gamma, beta) => batchNormalise(x, gamma, beta).y,
    ),
  ],
  layerNorm: [
    ...([[5], [3, 4], [2, 3, 4]] as const).map((shape) =>
      example([floats(shape), floats([shape.at(-1)!]), floats([shape.at(-1)!])], (x, gamma, beta) => [
        ...applyAll("layerNorm", [x, gamma, beta], { epsilon: 1e-5 }),
      ]),
    ),
    example([floats([3, 4]), floats([4]), floats([4])], (x, gamma, beta) =>
      layerNormalise(x, gamma, beta, 1e-2),
    ),
    example(
      [floats([3, 4]), floats([4]), floats([4])],
      (x, gamma, beta) => applyAll("layerNorm", [x, gamma, beta], { epsilon: 1e-5 })[2]!,
    ),
    example([floats([2, 4, 3]), floats([4]), floats([4])], (x, gamma, beta) =>
      groupNormalise(x, gamma, beta, 2),
    ),
    example([floats([2, 4, 2, 2]), floats([4]), floats([4])], (x, gamma, beta) =>
      groupNormalise(x, gamma, beta, 4),
    ),
  ],
  channelAffine: normalised.map((shape) =>
    example([floats(shape), floats([shape[1]]), floats([shape[1]])], channelAffine),
  ),
  softmax: [
    example([floats([3, 4])], (x) => softmax(x)),
    example([floats([2, 3, 2])], (x) => softmax(x, 1)),
    example([floats([4, 2])], (x) => softmax(x, 0)),
    example([fixed([2, 3], [-1000, 0, 1000])], (x) => softmax(x)),
    example([floats([3, 4])], (x) => mul(softmax(x), x)),
  ],
  logSoftmax: [
    example([floats([3, 4])], (x) => logSoftmax(x)),
    example([floats([2, 3, 2])], (x) => logSoftmax(x, 1)),
    example([fixed([2, 3], [-1000, 0, 1000])], (x) => logSoftmax(x)),
  ],
  gridSample: [
    ...(["zeros", "border", "reflection"] as const).flatMap((padding) =>
      [false, true].flatMap((alignCorners) => [
        example([floats([2, 2, 4, 3]), grid([2, 3, 2, 2])], (x, g) =>
          gridSample(x, g, { padding, alignCorners }),
        ),
        example([floats([1, 1, 1, 5]), grid([1, 2, 3, 2])], (x, g) =>
          gridSample(x, g, { padding, alignCorners }),
        ),
      ]),
    ),
    example([floats([2, 1, 3, 4]), floats([2, 2, 3], -0.9, 0.9)], (x, theta) =>
      gridSample(x, affineGrid(theta, 3, 2)),
    ),
    example([floats([1, 2, 3, 2])], (x) => [
      upsample2d(x, 2),
      resizeBilinear(x, 5, 3),
      resizeBilinear(x, 2, 4),
    ]),
  ],
};
