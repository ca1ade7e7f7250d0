import type { OperatorAttributes } from "../../graph/index.js";
import { fill, type Kernel } from "./kernel.js";

type Padding = OperatorAttributes["gridSample"]["padding"];

/** Pixel coordinate of a grid value in -1..1, brought back inside where the padding says so. */
function coordinate(u: number, size: number, padding: Padding, alignCorners: boolean): number {
  const at = alignCorners ? ((u + 1) / 2) * (size - 1) : ((u + 1) * size - 1) / 2;
  if (padding === "zeros") return at;
  const clamp = (x: number) => Math.min(Math.max(x, 0), size - 1);
  if (padding === "border") return clamp(at);
  const low = alignCorners ? 0 : -0.5;
  const high = alignCorners ? size - 1 : size - 0.5;
  if (high <= low) return 0;
  let folded = at;
  while (folded < low || folded > high) folded = folded < low ? 2 * low - folded : 2 * high - folded;
  return clamp(folded);
}

const gridSample: Kernel<"gridSample"> = ([x, grid], { padding, alignCorners }, [output]) => {
  const [, channels = 0, height = 0, width = 0] = x.shape;
  const [, oh = 0, ow = 0] = grid.shape;
  return [
    fill(output.shape, ([sample = 0, channel = 0, row = 0, column = 0]) => {
      const at = ((sample * oh + row) * ow + column) * 2;
      const px = coordinate(grid.data[at]!, width, padding, alignCorners);
      const py = coordinate(grid.data[at + 1]!, height, padding, alignCorners);
      let total = 0;
      for (const r of [Math.floor(py), Math.floor(py) + 1]) {
        for (const s of [Math.floor(px), Math.floor(px) + 1]) {
          if (r < 0 || r >= height || s < 0 || s >= width) continue;
          const weight = (1 - Math.abs(py - r)) * (1 - Math.abs(px - s));
          total += weight * x.data[((sample * channels + channel) * height + r) * width + s]!;
        }
      }
      return total;
    }),
  ];
};

export const samplingKernels = { gridSample };
