import * as z from "zod";
import { add, and, div, greater, mul, norm, scalar, sub, where } from "../tensor/index.js";
import { excludeBiasAndNorm, isExcluded } from "./exclusion.js";
import { defineOptimizer } from "./optimizer.js";

const options = z.strictObject({
  momentum: z.number().min(0).max(1).default(0.9).describe("Share of the last direction that is kept."),
  weightDecay: z.number().min(0).default(0).describe("L2 penalty, added to the gradient."),
  trustCoefficient: z
    .number()
    .positive()
    .default(0.001)
    .describe("Length of a step relative to the weights."),
  excludeBiasAndNorm,
});

/**
 * LARS, steps as long as the layer allows (You, Gitman & Ginsburg, 2017; https://arxiv.org/abs/1708.03888):
 *
 *   d = g + weightDecay p     r = trustCoefficient |p| / |d|     v = momentum v + r d     p = p - learningRate v
 *
 * r is 1 where a norm is zero. Biases and norms have plain momentum, without decay, unless told otherwise.
 */
export const lars = defineOptimizer({
  name: "lars",
  title: "LARS",
  paper: "https://arxiv.org/abs/1708.03888",
  options,
  update(scope, parameter, gradient, { learningRate }, { momentum, weightDecay, trustCoefficient, ...rest }) {
    const p = parameter.tensor;
    let d = gradient;
    if (!isExcluded(parameter, rest.excludeBiasAndNorm)) {
      if (weightDecay > 0) d = add(d, mul(p, weightDecay));
      const [weights, direction] = [norm(p), norm(d)];
      const adaptive = and(greater(weights, 0), greater(direction, 0));
      const divisor = where(adaptive, direction, 1);
      d = mul(d, where(adaptive, div(mul(weights, trustCoefficient), divisor), scalar(1)));
    }
    const velocity = add(mul(scope.state("velocity", p.shape), momentum), d);
    scope.assign("velocity", velocity);
    return sub(p, mul(velocity, learningRate));
  },
});
