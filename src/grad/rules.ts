import type { OperatorName } from "../graph/index.js";
import { elementwiseRules } from "./elementwise-rules.js";
import { layerRules } from "./layer-rules.js";
import type { GradientRule } from "./rule.js";
import { structureRules } from "./structure-rules.js";

/** One gradient rule per operator; the type makes a missing one a compile error. */
export const gradientRules: { readonly [Name in OperatorName]: GradientRule<Name> } = {
  ...elementwiseRules,
  ...structureRules,
  ...layerRules,
};
