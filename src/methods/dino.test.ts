import { dino } from "./index.js";
import { describeMethod } from "./method.suite.js";

const small = { hiddenDim: 16, bottleneckDim: 8, prototypes: 12 };

describeMethod("dino", { method: dino(small), lossFalls: false });
describeMethod("dino without small crops and centring", {
  method: dino({ ...small, smallCrops: 0, centring: false }),
  lossFalls: false,
});
