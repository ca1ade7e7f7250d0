import { describe, expect, it } from "vitest";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { describeEncoder } from "./encoder.suite.js";
import { convnet } from "./index.js";

describeEncoder("convnet, pyramid", {
  encoder: convnet({ widths: [4, 8] }),
  shape: [3, 3, 9, 7],
  sizes: [
    { shape: [2, 1, 28, 28], width: 8 },
    { shape: [2, 3, 33, 17], width: 8 },
    { shape: [2, 4, 1, 5], width: 8 },
  ],
  layers: ["stage1", "stage2", "map"],
  counts: [{ encoder: convnet({ widths: [4] }), shape: [2, 3, 8, 8], parameters: 4 * 3 * 9 + 2 * 4 }],
});

describeEncoder("convnet, autoencoder", {
  encoder: convnet({ form: "autoencoder", widths: [4, 3] }),
  shape: [3, 1, 9, 6],
  sizes: [
    { shape: [2, 1, 28, 28], width: 3 * 7 * 7 },
    { shape: [2, 3, 9, 5], width: 3 * 3 * 2 },
    { shape: [2, 4, 1, 1], width: 3 },
  ],
  layers: ["stage1", "stage2", "map"],
  // Keras: 160 + 1,160 + 584.
  counts: [{ encoder: convnet({ form: "autoencoder" }), shape: [2, 1, 28, 28], parameters: 1904 }],
});

describe("SPEC row 101", () => {
  it("turns 28x28 into 8 maps of 4x4 by way of 14x14 and 7x7: 128 numbers", () => {
    const { embedding, layers } = convnet({ form: "autoencoder" }).apply(
      Scope.root(),
      input("x", [5, 1, 28, 28]),
    );
    expect([...layers.values()].map(({ shape }) => shape)).toEqual([
      [5, 16, 14, 14],
      [5, 8, 7, 7],
      [5, 8, 4, 4],
      [5, 8, 4, 4],
    ]);
    expect(embedding.shape).toEqual([5, 128]);
  });
});
