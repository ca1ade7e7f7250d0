import * as z from "zod";
import { mlp, normalInit, type Scope } from "../nn/index.js";
import {
  add,
  gelu,
  log,
  matmul,
  mean,
  mul,
  neg,
  normalise,
  reshape,
  sum,
  type Tensor,
} from "../tensor/index.js";
import { frozenUntil, ramp } from "./schedule-in-step.js";

/** Options that DINO and iBOT share: the head and the teacher's distribution. */
export const dinoOptions = {
  momentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.98)
    .describe("Momentum of the teacher at the start; 1 at the end."),
  studentTemperature: z.number().positive().default(0.1).describe("Temperature of the student's softmax."),
  teacherTemperature: z
    .number()
    .positive()
    .default(0.04)
    .describe("Temperature of the teacher's softmax after its warm-up: the lower, the sharper."),
  warmupTemperature: z
    .number()
    .positive()
    .default(0.03)
    .describe("Temperature of the teacher's softmax at the start."),
  warmupShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe("Share of training over which the teacher's temperature goes to its value."),
  centreMomentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe("How slowly the centre follows the teacher's mean output."),
  centring: z.boolean().default(true).describe("Subtract the centre from the teacher's outputs."),
  sharpening: z
    .boolean()
    .default(true)
    .describe("Give the teacher lower temperatures than the student; off: the student's."),
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

/** Both temperatures at a moment of training; at its end without one. */
export function dinoTemperatures(
  settings: DinoHeadOptions,
  progress?: Tensor,
): { readonly studentTemperature: number; readonly teacherTemperature: number | Tensor } {
  const {
    studentTemperature,
    teacherTemperature: to,
    warmupTemperature: from,
    warmupShare: until,
  } = settings;
  if (!settings.sharpening) return { studentTemperature, teacherTemperature: studentTemperature };
  const teacherTemperature = progress === undefined ? to : ramp(progress, { from, to, until });
  return { studentTemperature, teacherTemperature };
}

/** Mean entropy of distributions `[..., K]`, in nats: ln K where all are even, 0 where each is sure of one class. */
export function meanEntropy(distributions: Tensor): Tensor {
  return mean(neg(sum(mul(distributions, log(add(distributions, 1e-12))), -1)));
}

/** What keeps DINO and iBOT from collapse, by the options that are off. */
export function dinoHeldUpBy(title: string, { centring, sharpening }: DinoHeadOptions): string {
  if (!centring)
    return `centring is off: ${title}'s teacher then gives every picture the same sharp answer; turn it on.`;
  if (!sharpening)
    return `sharpening is off: ${title}'s teacher then gives every picture the same even answer; turn it on.`;
  return `${title} is held up by the balance of centring and sharpening: look for a teacherTemperature that is too high (everything even) or too low (one prototype takes all), a momentum that is too low, or a learning rate that is too high.`;
}
