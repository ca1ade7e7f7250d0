import { byol } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("byol", { method: byol({ hiddenDim: 16, outputDim: 8 }), lossFalls: false });
