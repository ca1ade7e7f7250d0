import { vicreg } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("vicreg", { method: vicreg({ hiddenDim: 16, outputDim: 8 }) });
