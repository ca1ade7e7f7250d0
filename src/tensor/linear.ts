import { apply, broadcastShapes, type Convolution, type Shape, sizeOf } from "../graph/index.js";
import { broadcastTo, reshape } from "./movement.js";
import type { Tensor } from "./tensor.js";

export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/**
 * Matrix product over the last two axes; leading axes are a batch and broadcast. A matrix on the right of a
 * batch is one large product, not many small ones.
 */
export function matmul(
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): Tensor {
  if (b.shape.length === 2 && a.shape.length > 2 && !transposeA) {
    const rows = sizeOf(a.shape.slice(0, -1));
    const flat = matmul(reshape(a, [rows, a.shape.at(-1) ?? 0]), b, { transposeB });
    return reshape(flat, [...a.shape.slice(0, -1), flat.shape[1] ?? 0]);
  }
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const wide = (x: Tensor): Tensor =>
    batch === undefined ? x : broadcastTo(x, [...batch, ...x.shape.slice(-2)]);
  return apply("matmul", [wide(a), wide(b)], { transposeA, transposeB });
}

/** One number for both axes, or height and width. */
export type Pair = number | readonly [number, number];

export interface ConvOptions {
  readonly stride?: Pair;
  /** Zero padding: one number, [vertical, horizontal], or [top, left, bottom, right]. */
  readonly padding?: Pair | readonly [number, number, number, number];
  readonly dilation?: Pair;
  readonly groups?: number;
}

export function pair(value: Pair): readonly [number, number] {
  return typeof value === "number" ? [value, value] : value;
}

/** Padding as top, left, bottom, right. */
export function sides(
  padding: NonNullable<ConvOptions["padding"]>,
): readonly [number, number, number, number] {
  if (typeof padding === "number") return [padding, padding, padding, padding];
  if (padding.length === 4) return padding;
  return [padding[0], padding[1], padding[0], padding[1]];
}

function convolution({ stride = 1, padding = 0, dilation = 1, groups = 1 }: ConvOptions): Convolution {
  return { stride: pair(stride), padding: sides(padding), dilation: pair(dilation), groups };
}

/** Cross-correlation of x `[N, C, H, W]` with w `[O, C / groups, kh, kw]`. */
export function conv2d(x: Tensor, w: Tensor, options: ConvOptions = {}): Tensor {
  return apply("conv", [x, w], convolution(options));
}

/**
 * Transposed convolution of x `[N, I, H, W]` with w `[I, O / groups, kh, kw]`: the input gradient of `conv2d`.
 * @param outputPadding extra rows and columns at the bottom right, to choose among the sizes a stride allows.
 */
export function convTranspose2d(
  x: Tensor,
  w: Tensor,
  options: ConvOptions & { readonly outputPadding?: Pair } = {},
): Tensor {
  const c = convolution(options);
  const extra = pair(options.outputPadding ?? 0);
  const [n = 0, , h = 0, width = 0] = x.shape;
  const [, perGroup = 0, kh = 1, kw = 1] = w.shape;
  const inputShape: Shape = [
    n,
    perGroup * c.groups,
    (h - 1) * c.stride[0] - c.padding[0] - c.padding[2] + c.dilation[0] * (kh - 1) + 1 + extra[0],
    (width - 1) * c.stride[1] - c.padding[1] - c.padding[3] + c.dilation[1] * (kw - 1) + 1 + extra[1],
  ];
  return apply("convInput", [x, w], { ...c, inputShape });
}

/** Convolution over sequences: x `[N, C, L]`, w `[O, C / groups, k]`. */
export function conv1d(
  x: Tensor,
  w: Tensor,
  {
    stride = 1,
    padding = 0,
    dilation = 1,
    groups = 1,
  }: {
    stride?: number;
    padding?: number | readonly [number, number];
    dilation?: number;
    groups?: number;
  } = {},
): Tensor {
  const [n = 0, c = 0, length = 0] = x.shape;
  const [out = 0, perGroup = 0, k = 0] = w.shape;
  const [before, after] = pair(padding);
  const y = conv2d(reshape(x, [n, c, 1, length]), reshape(w, [out, perGroup, 1, k]), {
    stride: [1, stride],
    padding: [0, before, 0, after],
    dilation: [1, dilation],
    groups,
  });
  return reshape(y, [n, out, y.shape[3] ?? 0]);
}
