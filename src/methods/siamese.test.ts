import { siamese } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("siamese", { method: siamese({ hiddenDim: 16, outputDim: 8 }) });
