import { supcon } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("supcon", { method: supcon({ hiddenDim: 16, outputDim: 8 }) });
