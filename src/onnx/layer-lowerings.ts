import { sizeOf, type Window } from "../graph/index.js";
import type { LoweringRule } from "./lowering.js";
import { MICROSOFT } from "./lowering.js";
import type { ModelBuilder } from "./model-builder.js";
import { reduce, sumSquares } from "./reduction-lowerings.js";

/** Rows whose products stay in the cache. */
const longSum = 512;

/** A weight's gradient over many rows, part by part: 16 % faster where it is wider than tall, no gain elsewhere. */
function summedInParts(
  model: ModelBuilder,
  [a, b]: readonly [string, string],
  rows: number,
  from: number,
  to: number,
): string {
  const part = (x: string, width: number) =>
    model.node("Reshape", [x, model.int64s([rows / longSum, longSum, width])]);
  const products = model.node(
    "FusedMatMul",
    [part(a, from), part(b, to)],
    { transA: 1, transB: 0 },
    { domain: MICROSOFT },
  );
  return model.node("ReduceSum", [products, model.int64s([0])], { keepdims: 0 });
}

const matmul: LoweringRule<"matmul"> = (
  { model, contrib },
  [a, b],
  { attributes: { transposeA, transposeB }, inputs },
) => {
  if (!transposeA && !transposeB) return model.node("MatMul", [a, b]);
  if (contrib) {
    const [rows = 0, from = 0] = inputs[0]?.shape ?? [];
    const to = inputs[1]?.shape[1] ?? 0;
    if (inputs[0]?.shape.length === 2 && inputs[1]?.shape.length === 2 && transposeA && !transposeB) {
      if (rows % longSum === 0 && rows >= 4 * longSum && to > from)
        return summedInParts(model, [a, b], rows, from, to);
    }
    return model.node(
      "FusedMatMul",
      [a, b],
      { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 },
      { domain: MICROSOFT },
    );
  }
  const rank = inputs[0]?.shape.length ?? 2;
  const perm = Array.from({ length: rank }, (_, i) =>
    i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i,
  );
  const turn = (x: string, on: boolean) => (on ? model.node("Transpose", [x], { perm }) : x);
  return model.node("MatMul", [turn(a, transposeA), turn(b, transposeB)]);
};

function windowAttributes({ kernel, stride, padding }: Window) {
  return { kernel_shape: kernel, strides: stride, pads: padding };
}

/**
 * Where the windows do not overlap, each position receives at most one gradient and MaxUnpool is a plain
 * scatter; otherwise gradients add up.
 */
const maxPoolGrad: LoweringRule<"maxPoolGrad"> = ({ model }, [positions, g], node) => {
  const { kernel, stride, inputShape } = node.attributes;
  const total = sizeOf(inputShape);
  const count = sizeOf(node.inputs[1]?.shape ?? []);
  const flat = (x: string) => model.node("Reshape", [x, model.int64s([count])]);
  const zeros = model.node("Expand", [model.floats([0]), model.int64s([total])]);
  const apart = stride[0] >= kernel[0] && stride[1] >= kernel[1];
  const reduction = apart ? {} : { reduction: "add" };
  const sum = model.node("ScatterElements", [zeros, flat(positions), flat(g)], { axis: 0, ...reduction });
  return model.node("Reshape", [sum, model.int64s(inputShape)]);
};

/** A transposed depthwise convolution with a constant kernel; plain repetition where windows tile the input. */
const averagePoolGrad: LoweringRule<"averagePoolGrad"> = ({ model }, [g], node) => {
  const { kernel, stride, padding, inputShape } = node.attributes;
  const [n = 0, c = 0, h = 0, w = 0] = inputShape;
  const [, , gh = 0, gw = 0] = node.inputs[0]?.shape ?? [];
  const share = 1 / (kernel[0] * kernel[1]);
  const tiles =
    kernel[0] === stride[0] && kernel[1] === stride[1] && gh * kernel[0] === h && gw * kernel[1] === w;
  if (tiles) {
    const small = model.node("Mul", [g, model.floats([share])]);
    const open = model.node("Reshape", [small, model.int64s([n, c, gh, 1, gw, 1])]);
    const wide = model.node("Expand", [open, model.int64s([n, c, gh, kernel[0], gw, kernel[1]])]);
    return model.node("Reshape", [wide, model.int64s(inputShape)]);
  }
  const weight = model.floats(new Array<number>(kernel[0] * kernel[1]).fill(share), [
    1,
    1,
    kernel[0],
    kernel[1],
  ]);
  const planes = model.node("Reshape", [g, model.int64s([n * c, 1, gh, gw])]);
  const spread = model.node("ConvTranspose", [planes, weight], {
    ...windowAttributes(node.attributes),
    output_padding: [
      h - ((gh - 1) * stride[0] - padding[0] - padding[2] + kernel[0]),
      w - ((gw - 1) * stride[1] - padding[1] - padding[3] + kernel[1]),
    ],
  });
  return model.node("Reshape", [spread, model.int64s(inputShape)]);
};

/**
 * Statistics in two passes, then the inference operator as one fused scale-and-shift: the operator's own
 * training mode is slow and single-threaded.
 */
const batchNorm: LoweringRule<"batchNorm"> = (lowering, [x, gamma, beta], node) => {
  const { model } = lowering;
  const shape = node.inputs[0]?.shape ?? [];
  const channels = shape[1] ?? 1;
  const over = { axes: shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])), keepDims: false };
  const ones = model.floats(new Array<number>(channels).fill(1), [channels]);
  const zeros = model.floats(new Array<number>(channels).fill(0), [channels]);
  const mean = reduce(lowering, "ReduceMean", x, shape, over);
  const centred = model.node("BatchNormalization", [x, ones, zeros, mean, ones], { epsilon: { float: 0 } });
  const squares = sumSquares(lowering, centred, shape, over);
  const variance = model.node("Mul", [squares, model.floats([channels / sizeOf(shape)])]);
  const y = model.node("BatchNormalization", [x, gamma, beta, mean, variance], {
    epsilon: { float: node.attributes.epsilon },
  });
  return [y, mean, variance];
};

const channelAffine: LoweringRule<"channelAffine"> = ({ model }, [x, scale, shift], node) => {
  const channels = node.inputs[0]?.shape[1] ?? 1;
  const ones = model.floats(new Array<number>(channels).fill(1), [channels]);
  const zeros = model.floats(new Array<number>(channels).fill(0), [channels]);
  return model.node("BatchNormalization", [x, scale, shift, zeros, ones], { epsilon: { float: 0 } });
};

export const layerLowerings = {
  matmul,
  maxPool: (({ model }, [x], { attributes }) =>
    model.nodes("MaxPool", [x], windowAttributes(attributes), {
      outputs: 2,
    })) satisfies LoweringRule<"maxPool">,
  maxPoolGrad,
  averagePool: (({ model }, [x], { attributes }) =>
    model.node("AveragePool", [x], {
      ...windowAttributes(attributes),
      count_include_pad: 1,
    })) satisfies LoweringRule<"averagePool">,
  averagePoolGrad,
  batchNorm,
  layerNorm: (({ model }, [x, gamma, beta], { attributes: { epsilon } }) =>
    model.nodes(
      "LayerNormalization",
      [x, gamma, beta],
      { axis: -1, epsilon: { float: epsilon } },
      { outputs: 3 },
    )) satisfies LoweringRule<"layerNorm">,
  channelAffine,
  softmax: (({ model }, [x], { attributes: { axis } }) =>
    model.node("Softmax", [x], { axis })) satisfies LoweringRule<"softmax">,
  logSoftmax: (({ model }, [x], { attributes: { axis } }) =>
    model.node("LogSoftmax", [x], { axis })) satisfies LoweringRule<"logSoftmax">,
  gridSample: (({ model }, [x, grid], { attributes: { padding, alignCorners } }) =>
    model.node("GridSample", [x, grid], {
      mode: "linear",
      padding_mode: padding,
      align_corners: alignCorners ? 1 : 0,
    })) satisfies LoweringRule<"gridSample">,
};
