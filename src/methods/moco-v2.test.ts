import { mocoV2 } from "./index.js";
import { describeMethod } from "./method.suite.js";

const small = { hiddenDim: 16, outputDim: 8, queueSize: 40 };

describeMethod("moco-v2", { method: mocoV2(small), lossFalls: false });
describeMethod("moco-v2 with queries of both views", {
  method: mocoV2({ ...small, symmetric: true }),
  lossFalls: false,
});
