/** Methods: how to learn from samples without (or, for the baseline, with) labels. */
export {
  type Branch,
  defineMethod,
  type Family,
  type Method,
  type MethodDefinition,
  type MethodFactory,
  type Recipe,
  type StepContext,
  type StepResult,
  type ViewGroup,
} from "./method.js";
export { methods } from "./registry.js";
export { simclr } from "./simclr.js";
export { supervised } from "./supervised.js";
