/** Methods: how to learn from samples without (or, for the baseline, with) labels. */
export {
  type Branch,
  defineMethod,
  type EnergyContext,
  type Family,
  type Method,
  type MethodDefinition,
  type MethodFactory,
  type Phase,
  type PhaseContext,
  type Recipe,
  type StateArray,
  type StepContext,
  type StepResult,
  type ViewGroup,
} from "./method.js";
export { methods } from "./registry.js";
export { simclr } from "./simclr.js";
export { supervised } from "./supervised.js";
