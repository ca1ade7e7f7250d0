import { instanceDiscrimination } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("instance-discrimination", {
  method: instanceDiscrimination({ hiddenDim: 16, outputDim: 8, classes: 9 }),
  lossFalls: false,
});
