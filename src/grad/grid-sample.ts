import type { OperatorAttributes } from "../graph/index.js";
import {
  abs,
  add,
  addAll,
  and,
  cast,
  clip,
  floor,
  gather,
  lessEqual,
  mul,
  range,
  reshape,
  scalar,
  sub,
  sum,
  type Tensor,
  transpose,
  where,
} from "../tensor/index.js";
import { backpropagate } from "./backpropagate.js";
import { elementwiseRules } from "./elementwise-rules.js";
import { ruleTable } from "./rule.js";
import { structureRules } from "./structure-rules.js";

/** Bilinear sampling spelled out with gathers: what `gridSample` means, used for its gradient. */
export function gridSampleByGather(
  x: Tensor,
  grid: Tensor,
  { padding, alignCorners }: OperatorAttributes["gridSample"],
): Tensor {
  const [n = 0, c = 0, h = 0, w = 0] = x.shape;
  const [, oh = 0, ow = 0] = grid.shape;
  const coordinate = (axis: 0 | 1, size: number): Tensor => {
    const u = reshape(gather(grid, scalar(axis, "int32"), 3), [n, oh * ow]);
    const position = alignCorners ? mul(add(u, 1), (size - 1) / 2) : sub(mul(add(u, 1), size / 2), 0.5);
    if (padding === "zeros") return position;
    if (padding === "border") return clip(position, 0, size - 1);
    return clip(
      reflect(position, alignCorners ? 0 : -0.5, alignCorners ? size - 1 : size - 0.5),
      0,
      size - 1,
    );
  };
  const px = coordinate(0, w);
  const py = coordinate(1, h);
  const x0 = floor(px);
  const y0 = floor(py);
  // Rows of [N * H * W, C], so that one index picks all channels of a pixel.
  const pixels = reshape(transpose(x, [0, 2, 3, 1]), [n * h * w, c]);
  const corners = [0, 1].flatMap((dy) =>
    [0, 1].map((dx) => {
      const cx = add(x0, dx);
      const cy = add(y0, dy);
      const inside = and(
        and(lessEqual(0, cx), lessEqual(cx, w - 1)),
        and(lessEqual(0, cy), lessEqual(cy, h - 1)),
      );
      const flat = add(mul(cast(clip(cy, 0, h - 1), "int32"), w), cast(clip(cx, 0, w - 1), "int32"));
      const first = reshape(mul(range(n), h * w), [n, 1]);
      const weight = mul(sub(1, abs(sub(px, cx))), sub(1, abs(sub(py, cy))));
      const value = gather(pixels, reshape(add(flat, first), [n * oh * ow]));
      return mul(value, reshape(where(inside, weight, 0), [n * oh * ow, 1]));
    }),
  );
  return transpose(reshape(addAll(corners), [n, oh, ow, c]), [0, 3, 1, 2]);
}

/** Folds a coordinate back into [low, high] at its ends. */
function reflect(position: Tensor, low: number, high: number): Tensor {
  const span = high - low;
  if (span <= 0) return mul(position, 0);
  const distance = abs(sub(position, low));
  const turns = floor(mul(distance, 1 / span));
  const rest = sub(distance, mul(turns, span));
  const odd = sub(turns, mul(floor(mul(turns, 0.5)), 2));
  return add(add(rest, mul(odd, sub(span, mul(rest, 2)))), low);
}

/** The rules that the spelled-out form needs. */
const spelledOut = ruleTable({ ...elementwiseRules, ...structureRules });

/** Gradients of `gridSample` in the picture and in the grid. */
export function gridSampleGradients(
  g: Tensor,
  x: Tensor,
  grid: Tensor,
  attributes: OperatorAttributes["gridSample"],
): readonly Tensor[] {
  return backpropagate(spelledOut, sum(mul(gridSampleByGather(x, grid, attributes), g)), [x, grid]);
}
