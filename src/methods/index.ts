/** Methods: how to learn from samples without (or, for the baseline, with) labels. */

export { cmc } from "./cmc.js";
export { instanceDiscrimination } from "./instance-discrimination.js";
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
export { mocoV2 } from "./moco-v2.js";
export { mocoV3 } from "./moco-v3.js";
export { nnclr } from "./nnclr.js";
export { methods } from "./registry.js";
export { siamese } from "./siamese.js";
export { simclr } from "./simclr.js";
export { supcon } from "./supcon.js";
export { supervised } from "./supervised.js";
export { triplet } from "./triplet.js";
