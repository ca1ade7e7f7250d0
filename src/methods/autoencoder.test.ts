import { autoencoder } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("autoencoder", { method: autoencoder() });
describeMethod("autoencoder with intensities as probabilities", {
  method: autoencoder({ loss: "cross-entropy" }),
});
