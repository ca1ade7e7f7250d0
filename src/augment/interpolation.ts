import {
  abs,
  clip,
  constant,
  div,
  exp,
  matmul,
  maximum,
  mul,
  reciprocal,
  relu,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
  transpose,
} from "../tensor/index.js";
import { type PerSample, plus, times } from "./per-sample.js";

/**
 * Weights `[N or 1, to, from]` of the pixels of one axis in each pixel of the view, whose positions p go to
 * scale p + shift, both -1..1 between the outer edges. Bilinear where the picture grows; where it shrinks the
 * triangle widens with it, so that nothing aliases (as Pillow's resize). Beyond the edge, the edge goes on.
 */
export function interpolation(from: number, to: number, scale: PerSample, shift: PerSample): Tensor {
  const centres = constant(
    Float32Array.from({ length: to }, (_, i) => ((2 * i + 1) / to - 1) * (from / 2)),
    [1, to, 1],
  );
  const middle = plus(times(shift, from / 2), (from - 1) / 2);
  const at = clip(plus(times(aligned(scale), centres), aligned(middle)) as Tensor, 0, from - 1);
  const pixels = constant(
    Float32Array.from({ length: from }, (_, i) => i),
    [1, 1, from],
  );
  const reach = shrinking(scale, from / to);
  if (reach === 1) return relu(sub(1, abs(sub(at, pixels))));
  const inverse = typeof reach === "number" ? 1 / reach : reciprocal(reach);
  return shares(relu(sub(1, abs(sub(times(at, inverse) as Tensor, times(pixels, inverse) as Tensor)))));
}

/** Weights `[N or 1, side, side]` of a Gaussian blur with the given deviation in pixels; 0 is no blur. */
export function gaussian(side: number, deviation: PerSample): Tensor {
  const squares = Float32Array.from(
    { length: side * side },
    (_, i) => (Math.floor(i / side) - (i % side)) ** 2,
  );
  const sigma = typeof deviation === "number" ? Math.max(deviation, 1e-3) : maximum(deviation, 1e-3);
  const factor = typeof sigma === "number" ? -0.5 / sigma ** 2 : mul(reciprocal(square(sigma)), -0.5);
  return shares(exp(times(constant(squares, [1, side, side]), aligned(factor)) as Tensor));
}

/** x `[N, C, H, W]` with weights over rows and over columns, either of them possibly left out. */
export function weigh(x: Tensor, rows: Tensor | undefined, columns: Tensor | undefined): Tensor {
  const [n = 0, c = 0, h = 0, w = 0] = x.shape;
  if (rows === undefined) return columns === undefined ? x : overLast(x, columns);
  if (c === 1 && rows.shape[0] === n) {
    const wide = columns === undefined ? x : overLast(x, columns);
    return reshape(matmul(rows, reshape(wide, [n, h, -1])), [n, c, rows.shape[1] ?? 0, wide.shape[3] ?? 0]);
  }
  if (columns !== undefined && columns.shape[0] === n) {
    // With the weights on the left, columns come out in front, and one transpose is enough for both axes.
    const upright = matmul(columns, reshape(x, [n, c * h, w]), { transposeB: true });
    const both = overLast(reshape(upright, [n, -1, c, h]), rows); // [N, width, C, height]
    return transpose(both, [0, 2, 3, 1]);
  }
  const wide = columns === undefined ? x : overLast(x, columns);
  return transpose(overLast(transpose(wide), rows));
}

/** x `[N, a, b, from]` with weights `[N or 1, to, from]` over its last axis: `[N, a, b, to]`. */
function overLast(x: Tensor, weights: Tensor): Tensor {
  const [n = 0, a = 0, b = 0, from = 0] = x.shape;
  const [batch = 1, to = 0] = weights.shape;
  const flat = batch === n ? weights : reshape(weights, [to, from]);
  return reshape(matmul(reshape(x, [n, a * b, from]), flat, { transposeB: true }), [n, a, b, to]);
}

/** The first weights, then the second: a product of matrices. */
export function inTurn(second: Tensor | undefined, first: Tensor | undefined): Tensor | undefined {
  if (second === undefined || first === undefined) return second ?? first;
  return matmul(second, first);
}

function shares(weights: Tensor): Tensor {
  return div(weights, sum(weights, 2, { keepDims: true }));
}

/** How many pixels of the picture one pixel of the view covers, at least 1. */
function shrinking(scale: PerSample, ratio: number): PerSample {
  if (typeof scale === "number") return Math.max(1, Math.abs(scale) * ratio);
  return maximum(mul(abs(aligned(scale)), ratio), 1);
}

/** `[N]` as `[N, 1, 1]`. */
function aligned<Value extends PerSample>(value: Value): Value | Tensor {
  return typeof value === "number" ? value : reshape(value as Tensor, [-1, 1, 1]);
}
