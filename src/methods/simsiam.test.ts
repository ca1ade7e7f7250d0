import { simsiam } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("simsiam", { method: simsiam({ hiddenDim: 16, outputDim: 8, predictorDim: 4 }) });
