import { crossEntropy } from "../../../losses/index.js";
import { batchNorm, conv, linear } from "../../../nn/index.js";
import { add, globalAveragePool, maxPool2d, relu } from "../../../tensor/index.js";
import type { Network } from "./network.js";

/**
 * Convolution, batch norm and ReLU; a stride-2 convolution with norm beside a 1x1 shortcut; max pooling, mean over
 * space, linear classifier.
 */
export const residual: Network = {
  parameters: {
    "conv1/weight": "conv1",
    "norm1/scale": "g1",
    "norm1/shift": "b1",
    "conv2/weight": "conv2",
    "norm2/scale": "g2",
    "norm2/shift": "b2",
    "shortcut/weight": "short",
    "classifier/weight": "w",
    "classifier/bias": "bias",
  },
  integers: ["y"],
  loss(scope, inputs) {
    const first = conv(scope.child("conv1"), inputs("x"), 4, 3, { padding: 1 });
    const h = relu(batchNorm(scope.child("norm1"), first));
    const main = batchNorm(
      scope.child("norm2"),
      conv(scope.child("conv2"), h, 6, 3, { stride: 2, padding: 1 }),
    );
    const joined = relu(add(main, conv(scope.child("shortcut"), h, 6, 1, { stride: 2 })));
    return crossEntropy(
      linear(scope.child("classifier"), globalAveragePool(maxPool2d(joined, 2)), 3),
      inputs("y"),
    );
  },
};
