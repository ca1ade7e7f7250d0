import { swav } from "./index.js";
import { describeMethod } from "./method.suite.js";

const small = { hiddenDim: 16, outputDim: 8, prototypes: 6 };

describeMethod("swav", { method: swav({ ...small, queueSize: 32 }) });
describeMethod("swav without queue", { method: swav({ ...small, queueSize: 0, smallCrops: 0 }) });
