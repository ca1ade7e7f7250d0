import { apply, type Node, sizeOf } from "../graph/index.js";
import {
  add,
  addAll,
  addAlong,
  broadcastTo,
  channelAffine,
  exp,
  full,
  gather,
  matmul,
  mean,
  mul,
  neg,
  reciprocal,
  reshape,
  sqrt,
  sub,
  sum,
  type Tensor,
} from "../tensor/index.js";
import { gridSampleGradients } from "./grid-sample.js";
import { type GradientRule, rule } from "./rule.js";

/** Sum over all axes but the channel's. */
function overChannels(x: Tensor): Tensor {
  return sum(
    x,
    x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])),
  );
}

/**
 * Batch normalisation. With x̂ = (x - μ) / σ: dβ = Σg, dγ = Σ g x̂, dx = γ/σ (g - dβ/n - x̂ dγ/n), arranged as
 * a * (g + (b*x + c)) with one number a channel each, so that it takes few passes over memory. The last of them, the
 * scale, is left to a convolution behind.
 */
const batchNorm: GradientRule<"batchNorm"> = (node, [g, gMean, gVariance]) => {
  const [x, gamma, beta] = node.inputs;
  const [, batchMean, variance] = node.outputs;
  if (
    x === undefined ||
    gamma === undefined ||
    beta === undefined ||
    batchMean === undefined ||
    variance === undefined
  )
    return [];
  const n = sizeOf(x.shape) / (x.shape[1] ?? 1);
  const zero = mul(beta, 0);
  const inverse = reciprocal(sqrt(add(variance, node.attributes.epsilon)));
  const sumG = g === undefined ? zero : overChannels(g);
  const sumGx = g === undefined ? zero : overChannels(mul(g, x));
  const dGamma = mul(sub(sumGx, mul(batchMean, sumG)), inverse);
  const a = mul(gamma, inverse);
  const parts: Tensor[] = [];
  if (g !== undefined) {
    const b = mul(mul(inverse, dGamma), -1 / n);
    const c = sub(mul(sumG, -1 / n), mul(b, batchMean));
    parts.push(channelAffine(add(g, channelAffine(x, b, c)), a, full(beta.shape, 0)));
  }
  // The statistics are outputs too: dμ/dx = 1/n, dσ²/dx = 2 (x - μ) / n.
  if (gVariance !== undefined || gMean !== undefined) {
    const slope = gVariance === undefined ? zero : mul(gVariance, 2 / n);
    const constant = gMean === undefined ? zero : mul(gMean, 1 / n);
    parts.push(channelAffine(x, slope, sub(constant, mul(slope, batchMean))));
  }
  return [addAll(parts), dGamma, sumG];
};

/** Layer normalisation: dx = (ĝ - mean ĝ - x̂ mean(ĝ x̂)) / σ with ĝ = g γ, and what arrives at the statistics. */
const layerNorm: GradientRule<"layerNorm"> = (node, [g, gMean, gInverse]) => {
  const [x, gamma, beta] = node.inputs;
  const [, rowMean, inverse] = node.outputs;
  if (
    x === undefined ||
    gamma === undefined ||
    beta === undefined ||
    rowMean === undefined ||
    inverse === undefined
  )
    return [];
  const width = x.shape.at(-1) ?? 1;
  const rows = x.shape.slice(0, -1).map((_, axis) => axis);
  const xHat = mul(sub(x, rowMean), inverse);
  const parts: Tensor[] = [];
  if (g !== undefined) {
    const scaled = mul(g, gamma);
    const along = mean(mul(scaled, xHat), -1, { keepDims: true });
    parts.push(mul(sub(sub(scaled, mean(scaled, -1, { keepDims: true })), mul(xHat, along)), inverse));
  }
  if (gMean !== undefined) parts.push(broadcastTo(mul(gMean, 1 / width), x.shape));
  if (gInverse !== undefined) parts.push(mul(xHat, mul(mul(gInverse, mul(inverse, inverse)), -1 / width)));
  return [
    addAll(parts),
    g === undefined ? undefined : sum(mul(g, xHat), rows),
    g === undefined ? undefined : sum(g, rows),
  ];
};

/**
 * Takes a scale of channels off a gradient: put on the kernel `[O, C, kh, kw]` and on its gradient instead, it costs
 * nothing where they are small beside the gradient.
 */
function channelScale(g: Tensor, w: Tensor): { unscaled: Tensor; scale: Tensor | undefined } {
  const [x, scale, shift] = g.node.op === "channelAffine" ? g.node.inputs : [];
  const small = 4 * sizeOf(w.shape) < sizeOf(g.shape);
  if (x === undefined || scale === undefined || shift === undefined || !small || !isZero(shift))
    return { unscaled: g, scale: undefined };
  return { unscaled: x, scale: reshape(scale, [sizeOf(scale.shape), 1, 1, 1]) };
}

/** Zeros that `full` made. */
function isZero({ node }: Tensor): boolean {
  const [filled] = node.op === "broadcastTo" ? node.inputs : [];
  if (filled?.node.op !== "constant") return false;
  return Array.from((filled.node as Node<"constant">).attributes.data, Number).every((value) => value === 0);
}

/** Indices and values of a gradient that is zero but for single elements along an axis. */
function elementsAlong({ node }: Tensor, axis: number): readonly (Tensor | undefined)[] {
  return node.op === "putAlong" && (node as Node<"putAlong">).attributes.axis === axis ? node.inputs : [];
}

export const layerRules = {
  matmul: rule<"matmul">((g, [a, b], { attributes: { transposeA, transposeB } }) => [
    transposeA
      ? matmul(b, g, { transposeA: transposeB, transposeB: true })
      : matmul(g, b, { transposeB: !transposeB }),
    transposeB
      ? matmul(g, a, { transposeA: true, transposeB: transposeA })
      : matmul(a, g, { transposeA: !transposeA }),
  ]),
  // The three convolutions are one trilinear form, so each one's gradients are the other two.
  conv: rule<"conv">((g, [x, w], { attributes }) => {
    const { unscaled, scale } = channelScale(g, w);
    const scaled = (kernel: Tensor) => (scale === undefined ? kernel : mul(kernel, scale));
    return [
      apply("convInput", [unscaled, scaled(w)], { ...attributes, inputShape: x.shape }),
      scaled(apply("convKernel", [x, unscaled], { ...attributes, kernelShape: w.shape })),
    ];
  }),
  convInput: rule<"convInput">((h, [g, w], { attributes: { inputShape: _, ...rest } }) => [
    apply("conv", [h, w], rest),
    apply("convKernel", [h, g], { ...rest, kernelShape: w.shape }),
  ]),
  convKernel: rule<"convKernel">((h, [x, g], { attributes: { kernelShape: _, ...rest } }) => [
    apply("convInput", [g, h], { ...rest, inputShape: x.shape }),
    apply("conv", [x, h], rest),
  ]),

  maxPool: ((node, [g]) => {
    const [x] = node.inputs;
    const positions = node.outputs[1];
    if (g === undefined || x === undefined || positions === undefined) return [];
    return [apply("maxPoolGrad", [positions, g], { ...node.attributes, inputShape: x.shape })];
  }) satisfies GradientRule<"maxPool">,
  maxPoolGrad: rule<"maxPoolGrad">((h, [positions, g]) => {
    const chosen = gather(reshape(h, [sizeOf(h.shape)]), reshape(positions, [sizeOf(positions.shape)]));
    return [undefined, reshape(chosen, g.shape)];
  }),
  averagePool: rule<"averagePool">((g, [x], { attributes }) => [
    apply("averagePoolGrad", [g], { ...attributes, inputShape: x.shape }),
  ]),
  averagePoolGrad: rule<"averagePoolGrad">((h, _, { attributes: { inputShape: _shape, ...window } }) => [
    apply("averagePool", [h], window),
  ]),

  batchNorm,
  layerNorm,
  channelAffine: rule((g, [x, scale]) => [
    channelAffine(g, scale, mul(scale, 0)),
    overChannels(mul(g, x)),
    overChannels(g),
  ]),
  softmax: rule<"softmax">((g, _, { outputs, attributes: { axis } }) => {
    const y = outputs[0] as Tensor;
    return [mul(y, sub(g, sum(mul(g, y), axis, { keepDims: true })))];
  }),
  logSoftmax: rule<"logSoftmax">((g, _, { outputs, attributes: { axis } }) => {
    const shares = exp(outputs[0] as Tensor);
    const [indices, updates] = elementsAlong(g, axis);
    if (indices === undefined || updates === undefined)
      return [sub(g, mul(shares, sum(g, axis, { keepDims: true })))];
    // Zeros but for some elements, as where labels were picked out: they are added where they belong, so that nothing
    // as large as x is made beside the shares, which take over x's own place.
    return [addAlong(mul(shares, neg(sum(updates, axis, { keepDims: true }))), indices, updates)];
  }),
  gridSample: rule<"gridSample">((g, [x, grid], { attributes }) =>
    gridSampleGradients(g, x, grid, attributes),
  ),
};
