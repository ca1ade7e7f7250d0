import * as z from "zod";
import { nextCentre, teacherDistribution } from "../losses/index.js";
import type { Scope } from "../nn/index.js";
import { add, concat, log, mean, mul, neg, sum, type Tensor } from "../tensor/index.js";
import { ramp } from "./schedule-in-step.js";

/** Options of what keeps DINO and iBOT from collapse: the teacher's outputs are centred and sharpened. */
export const balanceOptions = {
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
};

const settled = z.object(balanceOptions);
type BalanceOptions = z.output<typeof settled>;

/** How outputs become distributions, in the form that the losses take. */
export interface DinoBalance {
  readonly studentTemperature: number;
  readonly teacherTemperature: number | Tensor;
  /** `[K]`, what is subtracted from the teacher's outputs; left out where centring is off. */
  readonly centre?: Tensor;
}

/** Temperatures at a moment of training (at its end without one), and the centre of that name, a state of the scope. */
export function dinoBalance(
  scope: Scope,
  name: string,
  settings: BalanceOptions & { readonly prototypes: number },
  progress?: Tensor,
): DinoBalance {
  const {
    studentTemperature,
    teacherTemperature: to,
    warmupTemperature: from,
    warmupShare: until,
  } = settings;
  const centre = scope.state(name, [settings.prototypes]);
  const sharp = progress === undefined ? to : ramp(progress, { from, to, until });
  return {
    studentTemperature,
    teacherTemperature: settings.sharpening ? sharp : studentTemperature,
    ...(settings.centring ? { centre } : {}),
  };
}

/** Lets the centre of that name follow the teacher's outputs, `[..., K]` each: the next step subtracts the new one. */
export function followCentre(
  scope: Scope,
  name: string,
  outputs: readonly Tensor[],
  { prototypes, centreMomentum: momentum }: BalanceOptions & { readonly prototypes: number },
): void {
  scope.assign(name, nextCentre(scope.state(name, [prototypes]), outputs, { momentum }));
}

/** Mean entropy of the teacher's distributions, in nats: ln K where all are even, 0 where each is sure of one class. */
export function teacherEntropy(outputs: readonly Tensor[], balance: DinoBalance): Tensor {
  const distributions = teacherDistribution(concat(outputs), balance);
  return mean(neg(sum(mul(distributions, log(add(distributions, 1e-12))), -1)));
}

/** What keeps DINO and iBOT from collapse, by the options that are off. */
export function dinoHeldUpBy(title: string, { centring, sharpening }: BalanceOptions): string {
  if (!centring)
    return `centring is off: ${title}'s teacher then gives every picture the same sharp answer; turn it on.`;
  if (!sharpening)
    return `sharpening is off: ${title}'s teacher then gives every picture the same even answer; turn it on.`;
  return `${title} is held up by the balance of centring and sharpening: look for a \`method.teacherTemperature\` that is too high (everything even) or too low (one prototype takes all), a momentum that is too low, or a learning rate that is too high.`;
}
