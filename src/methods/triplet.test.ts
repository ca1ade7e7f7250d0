import { minings } from "../losses/index.js";
import { triplet } from "./index.js";
import { describeMethod } from "./method.suite.js";

for (const mining of minings)
  describeMethod(`triplet with ${mining} negatives`, {
    method: triplet({ mining, hiddenDim: 16, outputDim: 8 }),
    steps: 10,
  });
