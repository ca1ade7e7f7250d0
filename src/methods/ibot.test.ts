import { ibot } from "./index.js";
import { describeMethod } from "./method.suite.js";

const small = { hiddenDim: 16, bottleneckDim: 8, prototypes: 12, smallCrops: 1 };

describeMethod("ibot", { method: ibot(small), lossFalls: false, learningRate: 2e-3 });
describeMethod("ibot, patches anywhere", {
  method: ibot({ ...small, masking: "random", smallCrops: 0 }),
  steps: 10,
  lossFalls: false,
});
