import { siamese } from "./index.js";
import { describeMethod } from "./method.suite.js";

for (const convention of ["ranking", "keras"] as const)
  describeMethod(`siamese in the ${convention} convention`, {
    method: siamese({ convention, hiddenDim: 16, outputDim: 8 }),
    steps: 15,
  });
