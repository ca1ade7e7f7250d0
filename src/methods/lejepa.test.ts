import { lejepa } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("lejepa", { method: lejepa({ localViews: 2, slices: 16, hiddenDim: 16, outputDim: 4 }) });
