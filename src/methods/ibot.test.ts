import { ibot } from "./index.js";
import { describeMethod } from "./method.suite.js";

const small = { hiddenDim: 16, bottleneckDim: 8, prototypes: 12, smallCrops: 1 };

// At higher rates sixteen pictures and thirty steps leave the energies of pairs where chance puts them.
const learningRate = 1e-3;
describeMethod("ibot", { method: ibot(small), lossFalls: false, learningRate });
describeMethod("ibot, patches anywhere", {
  method: ibot({ ...small, masking: "random", smallCrops: 0 }),
  steps: 20,
  lossFalls: false,
  learningRate,
});
