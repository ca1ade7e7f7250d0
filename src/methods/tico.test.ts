import { tico } from "./index.js";
import { describeMethod } from "./method.suite.js";

// The covariance fills from zero over the first steps, and the loss with it.
describeMethod("tico", { method: tico({ hiddenDim: 16, outputDim: 8 }), lossFalls: false });
