import { tico } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("tico", { method: tico({ hiddenDim: 16, outputDim: 8 }) });
