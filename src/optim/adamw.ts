import * as z from "zod";
import { add, div, mul, pow, sqrt, square, sub } from "../tensor/index.js";
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
  excludeBiasAndNorm,
});

/**
 * AdamW, Adam with decoupled weight decay (Loshchilov & Hutter, 2019; https://arxiv.org/abs/1711.05101):
 *
 *   m = β1 m + (1 - β1) g     v = β2 v + (1 - β2) g²
 *   p = p (1 - lr weightDecay) - lr m̂ / (√v̂ + ε),  m̂ = m / (1 - β1ᵗ),  v̂ = v / (1 - β2ᵗ)
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
    { learningRate, step },
    { beta1, beta2, epsilon, weightDecay, ...rest },
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
    const decay = isExcluded(parameter, rest.excludeBiasAndNorm) ? 0 : weightDecay;
    return sub(decay === 0 ? p : mul(p, sub(1, mul(learningRate, decay))), moved);
  },
});
