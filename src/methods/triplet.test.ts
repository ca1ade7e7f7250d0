import { triplet } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("triplet", { method: triplet({ hiddenDim: 16, outputDim: 8 }) });
