import { elementwiseShapes } from "./elementwise-shapes.js";
import { layerShapes } from "./layer-shapes.js";
import { movementShapes } from "./movement-shapes.js";
import type { OperatorName } from "./operators.js";
import { leaf, type RuleOf } from "./shape-rule.js";

/** Shape and type of every operator's outputs; the type makes a missing rule a compile error. */
export const shapeRules: { readonly [Name in OperatorName]: RuleOf<Name> } = {
  input: (_, { dtype, shape }) => leaf(dtype, shape),
  constant: (_, { data, dtype, shape }) => leaf(dtype, shape, data.length),
  draw: (_, { distribution, shape }) => leaf(distribution === "permutation" ? "int32" : "float32", shape),
  ...elementwiseShapes,
  ...movementShapes,
  ...layerShapes,
};
