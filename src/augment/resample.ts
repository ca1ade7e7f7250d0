import {
  averagePool2d,
  broadcastTo,
  clip,
  constant,
  gridSample,
  matmul,
  maximum,
  minimum,
  reshape,
  stack,
  type Tensor,
} from "../tensor/index.js";
import { type Affine, isIdentity, isSeparable } from "./affine.js";
import type { Size } from "./augmentation.js";
import { gaussian, inTurn, interpolation, weigh } from "./interpolation.js";
import type { PerSample } from "./per-sample.js";

/**
 * x `[N, C, H, W]` seen through an affine map per sample, then blurred with a Gaussian whose deviation is in pixels
 * of the view: `[N, C, height, width]`. Beyond the picture its edge goes on.
 *
 * Without rotation and shear, rows and columns are sampled apart, each by one matrix product with weights that
 * widen where the picture shrinks, so that nothing aliases; blur is a factor of these weights and costs next to
 * nothing. With rotation or shear it is one bilinear GridSample, at a whole multiple of the view's size where the
 * view is less than half the picture, and the mean of each block.
 */
export function resample(x: Tensor, map: Affine, deviation: PerSample, size: Size): Tensor {
  const [, , h = 0, w = 0] = x.shape;
  const { height, width } = size;
  const blur = (side: number) => (deviation === 0 ? undefined : gaussian(side, deviation));
  const blurRows = blur(height);
  const blurColumns = height === width ? blurRows : blur(width);
  if (!isSeparable(map)) return weigh(sampleGrid(x, map, size), blurRows, blurColumns);
  const keeps = (from: number, to: number, scale: PerSample, shift: PerSample) =>
    from === to && scale === 1 && shift === 0 ? undefined : interpolation(from, to, scale, shift);
  const rows = inTurn(blurRows, keeps(h, height, map.yy, map.y0));
  const columns = inTurn(blurColumns, keeps(w, width, map.xx, map.x0));
  return weigh(x, rows, columns);
}

function sampleGrid(x: Tensor, map: Affine, { height, width }: Size): Tensor {
  const [n = 0, , h = 0, w = 0] = x.shape;
  if (isIdentity(map) && h === height && w === width) return x;
  const times = Math.max(1, Math.floor(Math.min(h / height, w / width)));
  const [rows, columns] = [height * times, width * times];
  const entries = [map.xx, map.xy, map.x0, map.yx, map.yy, map.y0].map((entry) => column(entry, n));
  const grid = matmul(stack(entries, 1), gridBasis(rows, columns));
  const y = gridSample(x, reshape(inside(grid, h, w), [n, rows, columns, 2]), { padding: "zeros" });
  return times === 1 ? y : averagePool2d(y, times);
}

/**
 * Positions `[N, 2 p]` moved into the range of pixel centres: the same as GridSample's own border padding, which
 * takes three times as long as zero padding.
 */
function inside(grid: Tensor, h: number, w: number): Tensor {
  const [x, y] = [1 - 1 / w, 1 - 1 / h];
  if (x === y) return clip(grid, -x, x);
  const pairs = reshape(grid, [-1, 2]);
  return maximum(minimum(pairs, constant([x, y], [1, 2])), constant([-x, -y], [1, 2]));
}

function column(entry: PerSample, n: number): Tensor {
  return typeof entry === "number" ? broadcastTo(constant([entry], [1]), [n]) : entry;
}

/** Matrix `[6, 2 h w]` from the entries of a map to its positions (x', y'), pixel by pixel. */
function gridBasis(height: number, width: number): Tensor {
  const points = height * width;
  const data = new Float32Array(6 * points * 2);
  for (let p = 0; p < points; p++) {
    const row = [((p % width) * 2 + 1) / width - 1, (Math.floor(p / width) * 2 + 1) / height - 1, 1];
    for (const [k, value] of row.entries()) {
      data[k * points * 2 + p * 2] = value;
      data[(k + 3) * points * 2 + p * 2 + 1] = value;
    }
  }
  return constant(data, [6, points * 2]);
}
