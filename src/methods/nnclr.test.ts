import { nnclr } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("nnclr", { method: nnclr({ hiddenDim: 16, outputDim: 8, queueSize: 40 }), lossFalls: false });
