import * as z from "zod";
import type { Scope } from "../nn/index.js";
import { bernoulli } from "../random/index.js";
import { mul, repeat, slice, sub, type Tensor } from "../tensor/index.js";

/** Options of methods that hide values of the input at random. */
export const hiddenValueOptions = {
  unit: z
    .enum(["patches", "pixels", "channels"])
    .default("patches")
    .describe("What is hidden together: squares of pixels, single pixels, or whole channels."),
  patchSide: z.int().positive().default(4).describe("Side of a square in pixels, with unit patches."),
  hiddenShare: z
    .number()
    .min(0)
    .lt(1)
    .default(0.5)
    .describe("Probability that a unit is hidden (the lecture's p is 1 minus this)."),
  rescale: z
    .boolean()
    .default(false)
    .describe(
      "Multiply what is left by 1 / (1 - hiddenShare), as dropout does. The encoder linear makes up for hidden values itself.",
    ),
};

interface Settings {
  readonly unit: "patches" | "pixels" | "channels";
  readonly patchSide: number;
  readonly hiddenShare: number;
  readonly rescale: boolean;
}

/**
 * Draws what is hidden of each sample of x `[N, C, H, W]`: 1 where a value is, else 0. `[N, 1, H, W]` for pixels and
 * patches, which all channels share; `[N, C, 1, 1]` for channels (Tompson et al., 2015, SpatialDropout;
 * https://arxiv.org/abs/1411.4280). Each unit is hidden or not by itself (Bernoulli), so how many are varies.
 */
export function drawHidden(scope: Scope, x: Tensor, { unit, patchSide, hiddenShare }: Settings): Tensor {
  const [n = 0, c = 0, height = 0, width = 0] = x.shape;
  const key = scope.key("hidden");
  if (unit === "channels") return bernoulli(key, hiddenShare, [n, c, 1, 1]);
  const side = unit === "pixels" ? 1 : patchSide;
  const [rows, columns] = [Math.ceil(height / side), Math.ceil(width / side)];
  const units = bernoulli(key, hiddenShare, [n, 1, rows, columns]);
  return slice(slice(repeat(repeat(units, side, 2), side, 3), 2, 0, height), 3, 0, width);
}

/**
 * x with the hidden values at 0, the mean in standardised units, and the others times 1 / (1 - hiddenShare) where
 * `rescale` says so (SPEC row 46: with keep-probability p the input is multiplied by 1/p).
 */
export function withHidden(x: Tensor, hidden: Tensor, { rescale, hiddenShare }: Settings): Tensor {
  const shown = sub(1, hidden);
  return mul(x, rescale ? mul(shown, 1 / (1 - hiddenShare)) : shown);
}
