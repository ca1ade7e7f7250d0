import type { Tensor } from "../tensor/index.js";
import { backpropagate } from "./backpropagate.js";
import { ruleTable } from "./rule.js";
import { gradientRules } from "./rules.js";

/**
 * Reverse-mode gradients of a scalar.
 * @param loss float32 scalar; @param wrt tensors it depends on (zeros where it does not).
 * @param seed gradient of the loss itself, 1 by default.
 * @returns one gradient for each of `wrt`, of its shape. Differentiable again.
 * @throws ShapeError when the loss is not a float32 scalar.
 */
export function gradient(loss: Tensor, wrt: readonly Tensor[], seed?: Tensor): Tensor[] {
  return backpropagate(ruleTable(gradientRules), loss, wrt, seed);
}
