import * as z from "zod";
import { adamw, lars, type Optimizer, sgd } from "../../optim/index.js";

/** Hyperparameters as the reference cases spell them. */
const hyper = z.object({
  lr: z.number(),
  momentum: z.number().default(0),
  nesterov: z.boolean().default(false),
  weightDecay: z.number().default(0),
  betas: z.tuple([z.number(), z.number()]).default([0.9, 0.999]),
  eps: z.number().default(1e-8),
  eta: z.number().default(0.001),
});

export interface KnownOptimizer {
  readonly optimizer: Optimizer;
  readonly learningRate: number;
}

const known: Readonly<Record<string, (settings: z.output<typeof hyper>) => Optimizer>> = {
  // The references decay every parameter; LARS leaves those of one dimension alone: our biases and norms.
  "sgd-momentum": ({ momentum, weightDecay }) => sgd({ momentum, weightDecay, excludeBiasAndNorm: false }),
  "sgd-nesterov": ({ momentum, nesterov, weightDecay }) =>
    sgd({ momentum, nesterov, weightDecay, excludeBiasAndNorm: false }),
  adamw: ({ betas: [beta1, beta2], eps, weightDecay }) =>
    adamw({ beta1, beta2, epsilon: eps, weightDecay, excludeBiasAndNorm: false }),
  lars: ({ momentum, weightDecay, eta }) => lars({ momentum, weightDecay, trustCoefficient: eta }),
};

/** The optimiser that a reference case names; undefined when there is none. */
export function knownOptimizer(
  name: string,
  given: Readonly<Record<string, unknown>>,
): KnownOptimizer | undefined {
  const make = known[name];
  if (make === undefined) return undefined;
  const settings = hyper.parse(given);
  return { optimizer: make(settings), learningRate: settings.lr };
}
