import { deepclusterV2 } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("deepcluster-v2", { method: deepclusterV2({ hiddenDim: 16, outputDim: 8, clusters: 5 }) });
