import { cmc } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("cmc", { method: cmc({ hiddenDim: 16, outputDim: 8 }), channels: 3 });
