import { broadcastTo, constant, gridSample, matmul, reshape, stack, type Tensor } from "../tensor/index.js";
import { type Affine, isIdentity } from "./affine.js";
import type { Size } from "./augmentation.js";
import type { PerSample } from "./per-sample.js";

/**
 * x `[N, C, H, W]` seen through an affine map per sample: `[N, C, height, width]`, bilinear. Beyond the picture its
 * edge goes on.
 */
export function resample(x: Tensor, map: Affine, { height, width }: Size): Tensor {
  const [n = 0, , h = 0, w = 0] = x.shape;
  if (isIdentity(map) && h === height && w === width) return x;
  const entries = [map.xx, map.xy, map.x0, map.yx, map.yy, map.y0].map((entry) => column(entry, n));
  const grid = matmul(stack(entries, 1), gridBasis(height, width));
  return gridSample(x, reshape(grid, [n, height, width, 2]), { padding: "border" });
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
