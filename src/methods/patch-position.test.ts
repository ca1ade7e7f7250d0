import { patchPosition } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("patch-position", { method: patchPosition({ hiddenDim: 32 }) });
describeMethod("patch-position of colour pictures, projected and enlarged", {
  method: patchPosition({ hiddenDim: 32, colour: "projection", pixels: 4, patchScale: 2 }),
  channels: 3,
  steps: 5,
  lossFalls: false,
});
