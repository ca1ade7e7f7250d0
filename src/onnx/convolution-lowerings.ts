import type { Convolution } from "../graph/index.js";
import { blockedConv, canBlock } from "./blocked-convolution.js";
import type { Lowering, LoweringRule } from "./lowering.js";
import { type Sides, winogradConv, winogradKernel, winogradPays } from "./winograd.js";

const conv: LoweringRule<"conv"> = (lowering, [x, w], { attributes, inputs, outputs }) => {
  const kernel = inputs[1]?.shape ?? [];
  const [out = 0, perGroup = 0, kh = 0, kw = 0] = kernel;
  const sides = winogradSides(attributes, inputs[0]?.shape ?? [], outputs[0]?.shape ?? [], kernel);
  if (sides !== undefined && winogradPays(lowering, sides)) return winogradConv(lowering, x, w, sides, false);
  if (canBlock(lowering, attributes.groups, out, perGroup))
    return blockedConv(lowering, x, w, { ...attributes, kernelShape: [out, perGroup, kh, kw] }, false);
  return lowering.model.node("Conv", [x, w], convAttributes(attributes, kernel));
};

/** Sides of a convolution that has the form which Winograd's filtering needs. */
function winogradSides(
  { stride, padding, dilation, groups }: Convolution,
  [n = 0, c = 0, h = 0, w = 0]: readonly number[],
  [, out = 0, height = 0, width = 0]: readonly number[],
  [, , kh, kw]: readonly number[],
): Sides | undefined {
  if (groups !== 1 || kh !== 3 || kw !== 3) return undefined;
  if ([...stride, ...dilation].some((step) => step !== 1)) return undefined;
  return {
    samples: n,
    from: { channels: c, height: h, width: w },
    to: { channels: out, height, width },
    top: padding[0],
    left: padding[1],
  };
}

function convAttributes({ stride, padding, dilation, groups }: Convolution, kernel: readonly number[]) {
  return {
    strides: stride,
    pads: padding,
    dilations: dilation,
    group: groups,
    kernel_shape: kernel.slice(2),
  };
}

/**
 * Gradient in the input. With stride 1 it is an ordinary convolution with the flipped kernel, channels exchanged; otherwise
 * a transposed convolution: zeros inserted before an ordinary one took 2.4 to 4 times as long, one blocked convolution that
 * gives the four phases of stride 2, interleaved afterwards, 1.2 to 1.8 times.
 */
const convInput: LoweringRule<"convInput"> = (lowering, [g, w], node) => {
  const { model } = lowering;
  const { stride, padding, dilation, groups, inputShape } = node.attributes;
  const [out = 0, perGroup = 0, kh = 0, kw = 0] = node.inputs[1]?.shape ?? [];
  const [, , h = 0, width = 0] = inputShape;
  const [, , gh = 0, gw = 0] = node.inputs[0]?.shape ?? [];
  const reach = [dilation[0] * (kh - 1), dilation[1] * (kw - 1)] as const;
  const top = reach[0] - padding[0];
  const left = reach[1] - padding[1];
  const bottom = h - gh + reach[0] - top;
  const right = width - gw + reach[1] - left;
  if (stride[0] === 1 && stride[1] === 1 && Math.min(top, left, bottom, right) >= 0) {
    const pads = [top, left, bottom, right];
    const sides = winogradSides(
      { ...node.attributes, padding: [top, left, bottom, right] },
      node.inputs[0]?.shape ?? [],
      inputShape,
      node.inputs[1]?.shape ?? [],
    );
    if (sides !== undefined && winogradPays(lowering, sides))
      return winogradConv(lowering, g, w, sides, true);
    if (canBlock(lowering, groups, out, perGroup)) {
      const turned = { kernelShape: [perGroup, out, kh, kw], stride, padding: pads, dilation } as const;
      return blockedConv(lowering, g, w, turned, true);
    }
    const grouped = model.node("Reshape", [w, model.int64s([groups, out / groups, perGroup, kh * kw])]);
    const swapped = model.node("Transpose", [grouped], { perm: [0, 2, 1, 3] });
    const reversed = Array.from({ length: kh * kw }, (_, i) => kh * kw - 1 - i);
    const flipped =
      kh * kw === 1 ? swapped : model.node("Gather", [swapped, model.int64s(reversed)], { axis: 3 });
    const kernel = model.node("Reshape", [flipped, model.int64s([groups * perGroup, out / groups, kh, kw])]);
    return model.node("Conv", [g, kernel], {
      strides: [1, 1],
      pads,
      dilations: dilation,
      group: groups,
      kernel_shape: [kh, kw],
    });
  }
  // Rows that the forward pass never reached come back as output padding.
  const extra = [
    h - ((gh - 1) * stride[0] - padding[0] - padding[2] + reach[0] + 1),
    width - ((gw - 1) * stride[1] - padding[1] - padding[3] + reach[1] + 1),
  ];
  return model.node("ConvTranspose", [g, w], {
    strides: stride,
    pads: padding,
    dilations: dilation,
    group: groups,
    kernel_shape: [kh, kw],
    output_padding: extra,
  });
};

/** Samples whose products are summed inside one group of the convolution: few enough to stay in the cache. */
const samplesPerGroup = 8;
/** Numbers in all partial kernels together: many copies of a big kernel would only be written to be added up. */
const partialNumbers = 2 ** 24;

/** Into how many groups the batch is cut; two at least where that is possible, so that threads have a share. */
function countChunks(n: number, kernelNumbers: number): number {
  const most = Math.max(2, Math.floor(partialNumbers / kernelNumbers));
  let chunks = n % samplesPerGroup === 0 ? n / samplesPerGroup : 1;
  while (chunks > most && chunks % 2 === 0) chunks /= 2;
  return chunks;
}

/**
 * Gradient in the kernel, as one dilated convolution. With x `[N, C, H, W]`, groups G: x is viewed as
 * `[1, G*N, H, W*C/G]`, g as a kernel `[O, N, Ho, Wo]` dilated by (stride, stride * C/G), and the result
 * `[1, O, kh, kw*C/G]` is the gradient with channels innermost. The textbook form (batch and channels exchanged) is
 * 3 to 5 times slower, because its rows are only kw wide; with channels folded into rows instead of columns it is
 * 1.3 to 2.5 times slower. The batch is cut into groups that are summed afterwards, so that each stays in the cache and
 * threads have something to share.
 */
const convKernel: LoweringRule<"convKernel"> = (lowering, [x, g], node) => {
  const { model } = lowering;
  const { stride, padding, dilation, groups, kernelShape } = node.attributes;
  const [n = 0, c = 0, h = 0, w = 0] = node.inputs[0]?.shape ?? [];
  const [, out = 0, gh = 0, gw = 0] = node.inputs[1]?.shape ?? [];
  const [, , kh = 0, kw = 0] = kernelShape;
  const sides = winogradSides(
    node.attributes,
    node.inputs[0]?.shape ?? [],
    node.inputs[1]?.shape ?? [],
    kernelShape,
  );
  if (sides !== undefined && winogradPays(lowering, sides)) return winogradKernel(lowering, x, g, sides);
  const per = c / groups;
  // Rows and columns of the kernel as if it were dense; what dilation skips is dropped at the end.
  const rows = dilation[0] * (kh - 1) + 1;
  const columns = dilation[1] * (kw - 1) + 1;
  const chunks = countChunks(n, out * rows * columns * per);
  const inGroup = n / chunks;
  const bottom = rows + stride[0] * (gh - 1) - h - padding[0];
  const right = columns + stride[1] * (gw - 1) - w - padding[1];
  const ch = h + Math.min(bottom, 0);
  const cw = w + Math.min(right, 0);
  const cropped = crop(lowering, x, ch, cw, h, w);
  const turned = channelsLast(lowering, cropped, [n, groups, per, ch * cw]);
  const image = model.node("Reshape", [turned, model.int64s([1, groups * n, ch, cw * per])]);
  const parts = model.node("Reshape", [g, model.int64s([chunks, inGroup, groups, out / groups, gh * gw])]);
  const exchanged = model.node("Transpose", [parts], { perm: [2, 0, 3, 1, 4] });
  const kernel = model.node("Reshape", [exchanged, model.int64s([chunks * out, inGroup, gh, gw])]);
  const dense = model.node("Conv", [image, kernel], {
    dilations: [stride[0], stride[1] * per],
    pads: [padding[0], padding[1] * per, Math.max(bottom, 0), Math.max(right, 0) * per],
    group: groups * chunks,
    kernel_shape: [gh, gw],
  });
  const bySample = model.node("Reshape", [
    dense,
    model.int64s([groups, chunks, (out / groups) * rows * columns * per]),
  ]);
  const sum =
    chunks === 1 ? bySample : model.node("ReduceSum", [bySample, model.int64s([1])], { keepdims: 0 });
  let result = model.node("Reshape", [sum, model.int64s([out, rows, columns, per])]);
  if (dilation[0] > 1) result = every(lowering, result, dilation[0], kh, 1);
  if (dilation[1] > 1) result = every(lowering, result, dilation[1], kw, 2);
  return per === 1
    ? model.node("Reshape", [result, model.int64s([out, 1, kh, kw])])
    : model.node("Transpose", [result], { perm: [0, 3, 1, 2] });
};

/** `[N, G, C, S]` to `[G, N, S, C]`. Moving a single axis is several times faster than a general permutation. */
function channelsLast(
  { model }: Lowering,
  x: string,
  [n, groups, c, space]: readonly [number, number, number, number],
): string {
  if (groups === 1)
    return model.node("Transpose", [model.node("Reshape", [x, model.int64s([n, c, space])])], {
      perm: [0, 2, 1],
    });
  return model.node("Transpose", [model.node("Reshape", [x, model.int64s([n, groups, c, space])])], {
    perm: [1, 0, 3, 2],
  });
}

function crop(
  { model }: Lowering,
  x: string,
  toHeight: number,
  toWidth: number,
  h: number,
  w: number,
): string {
  if (toHeight === h && toWidth === w) return x;
  return model.node("Slice", [
    x,
    model.int64s([0, 0]),
    model.int64s([toHeight, toWidth]),
    model.int64s([2, 3]),
  ]);
}

function every({ model }: Lowering, x: string, step: number, count: number, axis: number): string {
  return model.node("Gather", [x, model.int64s(Array.from({ length: count }, (_, i) => i * step))], { axis });
}

export const convolutionLowerings = { conv, convInput, convKernel };
