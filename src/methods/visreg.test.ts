import { visreg } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("visreg", { method: visreg({ localViews: 2, slices: 16, hiddenDim: 16, outputDim: 4 }) });
