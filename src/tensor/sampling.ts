import { apply, sizeOf } from "../graph/index.js";
import { matmul } from "./linear.js";
import { broadcastTo, reshape } from "./movement.js";
import { constant, type Tensor } from "./tensor.js";

/**
 * Sampling positions of affine maps: theta `[N, 2, 3]` maps output coordinates (x, y, 1), each from -1 to 1 at
 * the outer edges of the corner pixels, to input coordinates. Returns `[N, height, width, 2]`.
 */
export function affineGrid(theta: Tensor, height: number, width: number): Tensor {
  const [n = 0] = theta.shape;
  const base = new Float32Array(height * width * 3);
  for (let i = 0; i < height * width; i++) {
    base[i * 3] = ((i % width) * 2 + 1) / width - 1;
    base[i * 3 + 1] = (Math.floor(i / width) * 2 + 1) / height - 1;
    base[i * 3 + 2] = 1;
  }
  const points = broadcastTo(constant(base, [1, height * width, 3]), [n, height * width, 3]);
  return reshape(matmul(points, theta, { transposeB: true }), [n, height, width, 2]);
}

export interface GridSampleOptions {
  /** What lies outside the picture. */
  readonly padding?: "zeros" | "border" | "reflection";
  readonly alignCorners?: boolean;
}

/** Bilinear samples of x `[N, C, H, W]` at grid `[N, H', W', 2]` (x, y in -1..1). */
export function gridSample(
  x: Tensor,
  grid: Tensor,
  { padding = "zeros", alignCorners = false }: GridSampleOptions = {},
): Tensor {
  return apply("gridSample", [x, grid], { padding, alignCorners });
}

/** Nearest-neighbour enlargement of x `[N, C, H, W]` by a whole factor. */
export function upsample2d(x: Tensor, factor: number): Tensor {
  const [n = 0, c = 0, h = 0, w = 0] = x.shape;
  const wide = broadcastTo(reshape(x, [n, c, h, 1, w, 1]), [n, c, h, factor, w, factor]);
  return reshape(wide, [n, c, h * factor, w * factor]);
}

/** Bilinear resize of x `[N, C, H, W]`, as two matrix products (pixel centres, no antialiasing). */
export function resizeBilinear(x: Tensor, height: number, width: number): Tensor {
  const [n = 0, c = 0, h = 0, w = 0] = x.shape;
  const columns = matmul(reshape(x, [n * c * h, w]), interpolation(w, width));
  const rows = broadcastTo(reshape(interpolation(h, height), [1, h, height]), [n * c, h, height]);
  const y = matmul(rows, reshape(columns, [n * c, h, width]), { transposeA: true });
  return reshape(y, [n, c, height, width]);
}

/** Matrix `[from, to]` of linear interpolation weights between pixel centres. */
function interpolation(from: number, to: number): Tensor {
  const weights = new Float32Array(sizeOf([from, to]));
  for (let i = 0; i < to; i++) {
    const position = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.floor(position);
    const high = Math.min(low + 1, from - 1);
    weights[low * to + i] = (weights[low * to + i] ?? 0) + 1 - (position - low);
    weights[high * to + i] = (weights[high * to + i] ?? 0) + position - low;
  }
  return constant(weights, [from, to]);
}
