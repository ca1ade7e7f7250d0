import { simclr } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("simclr", { method: simclr({ hiddenDim: 16, outputDim: 8 }) });
