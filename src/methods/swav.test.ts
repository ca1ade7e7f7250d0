import { swav } from "./index.js";
import { describeMethod } from "./method.suite.js";

const small = { hiddenDim: 16, outputDim: 8, prototypes: 6 };

describeMethod("swav with small crops and a queue", {
  method: swav({ ...small, queueSize: 32, smallCrops: 2 }),
});
describeMethod("swav", { method: swav(small) });
