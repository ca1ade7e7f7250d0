import { nPair } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("n-pair", { method: nPair({ hiddenDim: 16, outputDim: 8 }), steps: 20 });
