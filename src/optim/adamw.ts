import * as z from "zod";
import { add, cos, div, mul, pow, sqrt, square, sub } from "../tensor/index.js";
import { excludeBiasAndNorm, isExcluded } from "./exclusion.js";
import { defineOptimizer } from "./optimizer.js";

const options = z.strictObject({
  beta1: z.number().min(0).lt(1).default(0.9).describe("Memory of the gradient's average."),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Memory of the squared gradient's average."),
  epsilon: z.number().positive().default(1e-8).describe("Added to the root of the second moment."),
  weightDecay: z
    .number()
    .min(0)
    .default(0.01)
    .describe("Share of the weights taken off, times the learning rate."),
  weightDecayEnd: z
    .number()
    .min(0)
    .optional()
    .describe("Weight decay at the end of the run, where it follows half a cosine (default: it stays)."),
  excludeBiasAndNorm,
});

/**
 * AdamW, Adam with decoupled weight decay (Loshchilov & Hutter, 2019; https://arxiv.org/abs/1711.05101):
 *
 *   m = β1 m + (1 - β1) g     v = β2 v + (1 - β2) g²
 *   p = p (1 - lr weightDecay) - lr m̂ / (√v̂ + ε),  m̂ = m / (1 - β1ᵗ),  v̂ = v / (1 - β2ᵗ)
 *
 * With `weightDecayEnd` the decay goes from the one to the other along half a cosine, as in DINO, iBOT and I-JEPA (0.04 to
 * 0.4); the last step is just short of it, like those of the learning rate.
 *
 * The state holds m / (1 - β1) and v / (1 - β2): the factors move into scalars, which saves passes over memory.
 */
export const adamw = defineOptimizer({
  name: "adamw",
  title: "AdamW",
  paper: "https://arxiv.org/abs/1711.05101",
  options,
  update(
    scope,
    parameter,
    gradient,
    { learningRate, step, progress },
    { beta1, beta2, epsilon, weightDecay, weightDecayEnd = weightDecay, ...rest },
  ) {
    const p = parameter.tensor;
    const first = add(mul(scope.state("first", p.shape), beta1), gradient);
    const second = add(mul(scope.state("second", p.shape), beta2), square(gradient));
    scope.assign("first", first);
    scope.assign("second", second);
    // √v̂ = √second / spread; scalars only, and the same for all parameters, so they are computed once.
    const spread = sqrt(mul(sub(1, pow(beta2, step)), 1 / (1 - beta2)));
    const rate = div(mul(mul(learningRate, 1 - beta1), spread), sub(1, pow(beta1, step)));
    const moved = mul(div(first, add(sqrt(second), mul(spread, epsilon))), rate);
    if (isExcluded(parameter, rest.excludeBiasAndNorm) || (weightDecay === 0 && weightDecayEnd === 0))
      return sub(p, moved);
    const decay =
      weightDecayEnd === weightDecay
        ? weightDecay
        : add(mul(add(cos(mul(progress, Math.PI)), 1), (weightDecay - weightDecayEnd) / 2), weightDecayEnd);
    return sub(mul(p, sub(1, mul(learningRate, decay))), moved);
  },
});
