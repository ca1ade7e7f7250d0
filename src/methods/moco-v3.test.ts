import { mocoV3 } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("moco-v3", { method: mocoV3({ hiddenDim: 16, outputDim: 8 }) });
