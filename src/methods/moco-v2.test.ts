import { mocoV2 } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("moco-v2", {
  method: mocoV2({ hiddenDim: 16, outputDim: 8, queueSize: 40 }),
  lossFalls: false,
});
