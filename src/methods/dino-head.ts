import * as z from "zod";
import { softCrossEntropy, teacherDistribution } from "../losses/index.js";
import { mlp, normalInit, type Scope } from "../nn/index.js";
import { gelu, matmul, mul, normalise, reshape, type Tensor } from "../tensor/index.js";
import { balanceOptions, dinoBalance } from "./dino-balance.js";
import { frozenUntil } from "./schedule-in-step.js";
import type { EnergyContext } from "./step.js";

/** Options that DINO and iBOT share: the teacher, its distribution and the head. */
export const dinoOptions = {
  momentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.98)
    .describe("Momentum of the teacher at the start; 1 at the end."),
  ...balanceOptions,
  prototypes: z.int().positive().default(512).describe("Size of the output, the number of soft classes."),
  hiddenDim: z.int().positive().default(256).describe("Width of the head's two hidden layers."),
  bottleneckDim: z.int().positive().default(64).describe("Size of the unit vectors before the last layer."),
  frozenShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe("Share of training before the last layer is trained."),
};

const settled = z.object(dinoOptions);
export type DinoHeadOptions = z.output<typeof settled>;

/** The head up to its bottleneck: `[..., D]` to unit vectors `[..., B]`; batch-normalised, which small data likes. */
export function dinoBottleneck(
  scope: Scope,
  h: Tensor,
  { hiddenDim, bottleneckDim }: Pick<DinoHeadOptions, "hiddenDim" | "bottleneckDim">,
): Tensor {
  const rows = reshape(h, [-1, h.shape.at(-1) ?? 0]);
  const widths = [hiddenDim, hiddenDim, bottleneckDim];
  const z = mlp(scope.child("head"), rows, widths, { norm: true, activation: gelu });
  return normalise(reshape(z, [...h.shape.slice(0, -1), bottleneckDim]));
}

/**
 * The whole head, `[..., D]` to `[..., K]`: cosines of the bottleneck with the rows of a weight-normalised last layer,
 * whose lengths stay 1.
 */
export function dinoHead(scope: Scope, h: Tensor, settings: DinoHeadOptions, progress?: Tensor): Tensor {
  const z = dinoBottleneck(scope, h, settings);
  const weight = scope.parameter(
    "prototypes",
    [settings.prototypes, settings.bottleneckDim],
    normalInit(settings.bottleneckDim ** -0.5),
  );
  const trained = progress === undefined ? weight : frozenUntil(weight, progress, settings.frozenShare);
  return matmul(z, normalise(trained), { transposeB: true });
}

/** F(x, y): cross-entropy of the class that the teacher gives x with the student's for y, nothing masked. */
export function dinoEnergy(
  { scope, encode, teacher, x, y }: EnergyContext,
  settings: DinoHeadOptions,
): Tensor {
  const { studentTemperature, ...balance } = dinoBalance(scope, "centre", settings);
  const target = teacherDistribution(dinoHead(teacher.scope, teacher.encode(x), settings), balance);
  return softCrossEntropy(mul(dinoHead(scope, encode(y), settings), 1 / studentTemperature), target);
}
