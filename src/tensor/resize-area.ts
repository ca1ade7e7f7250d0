import { matmul } from "./linear.js";
import { reshape, transpose } from "./movement.js";
import { constant, type Tensor } from "./tensor.js";

/**
 * x `[N, C, H, W]` shrunk to any smaller size: each pixel is the mean of the area it covers, of pixels that it covers in
 * part too. Two matrix products; aligned with `resizeBilinear`, which leads back.
 */
export function resizeArea(x: Tensor, height: number, width: number): Tensor {
  const [n = 0, c = 0, h = 0, w = 0] = x.shape;
  if (h === height && w === width) return x;
  const across = matmul(reshape(x, [n * c * h, w]), shares(w, width));
  const upright = transpose(reshape(across, [n * c, h, width]));
  const down = matmul(reshape(upright, [n * c * width, h]), shares(h, height));
  return transpose(reshape(down, [n, c, width, height]));
}

/** Matrix `[from, to]`: how much of each new pixel is each old one. */
function shares(from: number, to: number): Tensor {
  const weights = new Float32Array(from * to);
  const size = from / to;
  for (let i = 0; i < from; i++) {
    for (let j = 0; j < to; j++) {
      const overlap = Math.min(i + 1, (j + 1) * size) - Math.max(i, j * size);
      weights[i * to + j] = Math.max(0, overlap) / size;
    }
  }
  return constant(weights, [from, to]);
}
