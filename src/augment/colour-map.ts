import {
  add,
  broadcastTo,
  constant,
  matmul,
  mean,
  mul,
  reshape,
  stack,
  type Tensor,
} from "../tensor/index.js";
import { minus, type PerSample, plus, times } from "./per-sample.js";

/**
 * An affine map of colours per sample, in luma Y (0.299 R + 0.587 G + 0.114 B) and chroma, the rest of the
 * colour, a plane whose points are complex numbers:
 *
 *   Y' = gain Y + lift M      chroma' = (real + i imaginary) chroma
 *
 * with M the mean luma of the sample. Brightness, contrast, saturation, hue and greyscale all have this form,
 * the order among them does not matter, and all of them together are one 3x3 matrix and one number a sample.
 */
export interface ColourMap {
  readonly gain: PerSample;
  readonly lift: PerSample;
  readonly real: PerSample;
  readonly imaginary: PerSample;
}

export const identityColour: ColourMap = { gain: 1, lift: 0, real: 1, imaginary: 0 };

/** The map `first`, then `second`. */
export function composeColour(second: ColourMap, first: ColourMap): ColourMap {
  return {
    gain: times(second.gain, first.gain),
    lift: plus(times(second.gain, first.lift), times(second.lift, plus(first.gain, first.lift))),
    real: plus(times(second.real, first.real), minus(times(second.imaginary, first.imaginary))),
    imaginary: plus(times(second.real, first.imaginary), times(second.imaginary, first.real)),
  };
}

const luma = [0.299, 0.587, 0.114] as const;

/**
 * Applies a map to x `[N, C, h, w]`: one multiply-add a sample for grey, one matrix a sample for colour. Alpha
 * stays as it is. Values may leave 0..1.
 */
export function applyColour(x: Tensor, map: ColourMap): Tensor {
  const [n = 0, channels = 0, height = 0, width = 0] = x.shape;
  if (channels === 1) {
    let y = map.gain === 1 ? x : mul(x, wide(map.gain, [n, 1, 1, 1]));
    if (map.lift !== 0) y = add(y, mul(mean(x, [2, 3], { keepDims: true }), wide(map.lift, [n, 1, 1, 1])));
    return y;
  }
  const flat = reshape(x, [n, channels, height * width]);
  let y = flat;
  if (map.gain !== 1 || map.real !== 1 || map.imaginary !== 0) {
    const parts = [map.gain, map.real, map.imaginary, 1].map((part) => wide(part, [n]));
    const matrices = matmul(stack(parts, 1), constant(basis(channels).flat(), [4, channels * channels]));
    y = matmul(reshape(matrices, [n, channels, channels]), flat);
  }
  if (map.lift !== 0) {
    const weights = constant([...luma, 0].slice(0, channels), [channels, 1]);
    const level = matmul(mean(flat, 2), weights); // [N, 1]
    const lift = mul(level, wide(map.lift, [n, 1]));
    const opaque = constant([1, 1, 1, 0].slice(0, channels), [1, channels]);
    y = add(y, channels === 3 ? reshape(lift, [n, 1, 1]) : reshape(mul(lift, opaque), [n, channels, 1]));
  }
  return reshape(y, x.shape);
}

function wide(value: PerSample, shape: readonly number[]): Tensor {
  return typeof value === "number"
    ? broadcastTo(
        constant(
          [value],
          shape.map(() => 1),
        ),
        shape,
      )
    : reshape(value, shape);
}

/**
 * The matrices that gain, real, imaginary and 1 multiply: luma into all three colours; chroma as it is; chroma a
 * quarter turn on about the grey axis, moved back to luma zero (Haeberli, "Matrix operations for image
 * processing", 1993), in the direction of rising hue; alpha.
 */
function basis(channels: number): number[][] {
  const grey = [0, 1, 2].map(() => [...luma]);
  const turn = [
    [0, -1, 1],
    [1, 0, -1],
    [-1, 1, 0],
  ].map((row) => row.map((value) => value / Math.sqrt(3)));
  const chroma = (matrix: readonly (readonly number[])[]) =>
    matrix.map((row) =>
      row.map((value, j) => value - luma.reduce((sum, weight, k) => sum + weight * matrix[k]![j]!, 0)),
    );
  const unit = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 1 : 0)));
  const colours = [grey, chroma(unit), chroma(turn)];
  if (channels === 3) return [...colours.map((matrix) => matrix.flat()), new Array<number>(9).fill(0)];
  const framed = colours.map((matrix) => [...matrix.flatMap((row) => [...row, 0]), 0, 0, 0, 0]);
  return [...framed, [...new Array<number>(15).fill(0), 1]];
}
