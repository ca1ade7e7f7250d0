import { describeEncoder } from "./encoder.suite.js";
import { mlp } from "./index.js";

for (const norm of [true, false]) {
  describeEncoder(`mlp, norm ${norm}`, {
    encoder: mlp({ widths: [7, 5], norm }),
    shape: [4, 1, 3, 3],
    sizes: [
      { shape: [2, 1, 28, 28], width: 5 },
      { shape: [2, 3, 5, 9], width: 5 },
      { shape: [2, 4, 1, 1], width: 5 },
    ],
    layers: ["layer1", "layer2"],
    counts: [
      // 784 x 300 + 300, 300 x 100 + 100; with batch norm a scale replaces the hidden layer's bias, a shift joins.
      {
        encoder: mlp({ widths: [300, 100], norm }),
        shape: [2, 1, 28, 28],
        parameters: 265_600 + (norm ? 300 : 0),
      },
    ],
  });
}
