import * as z from "zod";
import { add, less, mul, scalar, sub, type Tensor, where } from "../tensor/index.js";
import { excludeBiasAndNorm, isExcluded } from "./exclusion.js";
import { defineOptimizer } from "./optimizer.js";

const options = z
  .strictObject({
    momentum: z.number().min(0).max(1).default(0.9).describe("Share of the last direction that is kept."),
    nesterov: z.boolean().default(false).describe("Look ahead along the direction (needs momentum)."),
    weightDecay: z.number().min(0).default(0).describe("L2 penalty, added to the gradient."),
    dampening: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe("Share of the gradient that momentum leaves out."),
    excludeBiasAndNorm,
  })
  .refine(
    ({ nesterov, momentum, dampening }) => !nesterov || (momentum > 0 && dampening === 0),
    "`optimizer.nesterov` needs an `optimizer.momentum` and no `optimizer.dampening`.",
  );

/**
 * Stochastic gradient descent with momentum, as torch.optim.SGD (Sutskever et al., 2013):
 *
 *   d = g + weightDecay p     v = momentum v + (1 - dampening) d     p = p - learningRate v
 *
 * The first step takes v = d whole; Nesterov's form takes d + momentum v instead of v.
 */
export const sgd = defineOptimizer({
  name: "sgd",
  title: "Stochastic gradient descent",
  paper: "https://proceedings.mlr.press/v28/sutskever13.html",
  options,
  update(
    scope,
    parameter,
    gradient,
    { learningRate, step },
    { momentum, nesterov, weightDecay, dampening, ...rest },
  ) {
    const p = parameter.tensor;
    const decay = isExcluded(parameter, rest.excludeBiasAndNorm) ? 0 : weightDecay;
    const d = decay === 0 ? gradient : add(gradient, mul(p, decay));
    if (momentum === 0) return sub(p, mul(d, learningRate));
    const velocity = add(mul(scope.state("velocity", p.shape), momentum), damped(d, dampening, step));
    scope.assign("velocity", velocity);
    const direction = nesterov ? add(d, mul(velocity, momentum)) : velocity;
    return sub(p, mul(direction, learningRate));
  },
});

/** (1 - dampening) d, but d itself at the first step. */
function damped(d: Tensor, dampening: number, step: Tensor): Tensor {
  if (dampening === 0) return d;
  return mul(d, where(less(step, 1.5), scalar(1), 1 - dampening));
}
