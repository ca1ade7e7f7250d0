import { wMse } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("w-mse", { method: wMse({ hiddenDim: 16, outputDim: 4 }) });
