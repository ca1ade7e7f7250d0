import { adamw } from "./adamw.js";
import { lars } from "./lars.js";
import type { OptimizerFactory } from "./optimizer.js";
import { sgd } from "./sgd.js";

/** Every optimiser, by name. */
export const optimizers: ReadonlyMap<string, OptimizerFactory> = new Map(
  [sgd, adamw, lars].map((factory) => [factory.definition.name, factory as unknown as OptimizerFactory]),
);
