/** Optimisers as functions of a scope; schedules and clipping. */
export { adamw } from "./adamw.js";
export { clipByGlobalNorm } from "./clip.js";
export { lars } from "./lars.js";
export {
  applyUpdates,
  defineOptimizer,
  type Hyper,
  type Optimizer,
  type OptimizerDefinition,
  type OptimizerFactory,
} from "./optimizer.js";
export { optimizers } from "./registry.js";
export { type ScalingRule, scaledRate } from "./scaling-rule.js";
export { cosineAt, emaMomentumAt, type LearningRateSchedule, learningRateAt } from "./schedule.js";
export { sgd } from "./sgd.js";
