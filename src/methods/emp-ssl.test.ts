import { empSsl } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("emp-ssl", { method: empSsl({ patches: 4, hiddenDim: 16, outputDim: 8 }) });
