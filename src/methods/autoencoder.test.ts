import { convnet } from "../encoders/index.js";
import { autoencoder } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("autoencoder", { method: autoencoder() });
describeMethod("autoencoder with intensities as probabilities", {
  method: autoencoder({ loss: "cross-entropy" }),
});
describeMethod("autoencoder of the tutorial", {
  method: autoencoder({ loss: "cross-entropy" }),
  encoder: convnet({ form: "autoencoder" }),
  side: 28,
  steps: 20,
});
