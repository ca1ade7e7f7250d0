import { barlowTwins } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("barlow-twins", { method: barlowTwins({ hiddenDim: 16, outputDim: 8 }) });
