import { msn } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("msn", { method: msn({ hiddenDim: 16, outputDim: 8, prototypes: 6 }) });
