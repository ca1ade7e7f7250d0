import type { OperatorName } from "../../graph/index.js";
import { convolutionExamples } from "./convolution.suite.js";
import { elementwiseExamples } from "./elementwise.suite.js";
import type { Example } from "./example.suite.js";
import { layerExamples } from "./layers.suite.js";
import { structureExamples } from "./structure.suite.js";

/** Examples of every operator; the type makes a missing one a compile error. */
export const operatorExamples: { readonly [Name in OperatorName]: readonly Example[] } = {
  ...elementwiseExamples,
  ...structureExamples,
  ...convolutionExamples,
  ...layerExamples,
};
