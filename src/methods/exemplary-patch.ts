import { type Affine, identityAffine } from "../augment/index.js";
import {
  abs,
  add,
  argMax,
  cast,
  constant,
  div,
  gather,
  lessEqual,
  matmul,
  maximum,
  mean,
  mul,
  range,
  reshape,
  slice,
  square,
  sub,
  sum,
  type Tensor,
} from "../tensor/index.js";

/** Squared steps of brightness from pixels to the next ones right and down: `[N, C, H, W]` to `[N, H - 1, W - 1]`. */
export function squaredGradient(x: Tensor): Tensor {
  const [n = 0, , h = 0, w = 0] = x.shape;
  const grey = reshape(mean(x, 1), [n, h, w]);
  const here = slice(slice(grey, 1, 0, h - 1), 2, 0, w - 1);
  const right = slice(slice(grey, 1, 0, h - 1), 2, 1);
  const down = slice(slice(grey, 1, 1), 2, 0, w - 1);
  return add(square(sub(right, here)), square(sub(down, here)));
}

/**
 * The part of each picture that has the greatest mean squared gradient, among K candidates. (The paper draws parts in
 * proportion to that, out of all.)
 * @param x `[N, C, H, W]`
 * @param candidates `[N, K, 3]`, -1 to 1: where across, where down, and how large
 * @param size bounds of a part's side, as a share of the picture's shorter one: a part is square, whatever the picture is
 */
export function exemplaryPatch(
  x: Tensor,
  candidates: Tensor,
  [least, most]: readonly [number, number],
): Affine {
  const [n = 0, k = 0] = candidates.shape;
  const [across, down, large] = [0, 1, 2].map((i) => reshape(slice(candidates, 2, i, i + 1), [n, k])) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const side = add(mul(large, (most - least) / 2), (most + least) / 2);
  const [, , height = 0, width = 0] = x.shape;
  const shareOf = (length: number) => mul(side, Math.min(height, width) / length);
  const [wide, high] = height === width ? [side, side] : [shareOf(width), shareOf(height)];
  const [x0, y0] = [mul(across, sub(1, wide)), mul(down, sub(1, high))]; // [N, K], centres
  const gradient = squaredGradient(x);
  const [, rows = 0, columns = 0] = gradient.shape;
  const inRows = inside(y0, high, rows); // [N, K, H - 1]
  const inColumns = inside(x0, wide, columns);
  const totals = sum(mul(matmul(inRows, gradient), inColumns), 2); // [N, K]
  const areas = maximum(mul(sum(inRows, 2), sum(inColumns, 2)), 1); // a tiny part may lie between the pixels
  const best = add(cast(argMax(div(totals, areas)), "int32"), mul(range(n), k));
  const chosen = (values: Tensor) => gather(reshape(values, [n * k]), best);
  return { ...identityAffine, xx: chosen(wide), yy: chosen(high), x0: chosen(x0), y0: chosen(y0) };
}

/** 1 at the pixels of one axis that lie within a side about a centre, else 0: `[N, K]` each to `[N, K, pixels]`. */
function inside(centre: Tensor, side: Tensor, pixels: number): Tensor {
  const [n = 0, k = 0] = centre.shape;
  const places = Float32Array.from({ length: pixels }, (_, i) => (2 * (i + 1)) / (pixels + 1) - 1);
  const distance = abs(sub(constant(places, [1, 1, pixels]), reshape(centre, [n, k, 1])));
  return cast(lessEqual(distance, reshape(side, [n, k, 1])), "float32");
}
