import * as z from "zod";
import { batchNorm, conv } from "../nn/index.js";
import { globalAveragePool, maxPool2d, relu, type Tensor } from "../tensor/index.js";
import { defineEncoder } from "./encoder.js";

const options = z.strictObject({
  widths: z
    .array(z.int().positive())
    .min(1)
    .default([32, 64, 128])
    .describe("Channels of each stage; each halves the picture."),
});

/** A small convolutional net: 3x3 convolution, batch norm, ReLU and 2x2 max pool a stage; mean over space at the end. */
export const convnet = defineEncoder({
  name: "convnet",
  title: "Small convolutional net",
  options,
  apply(scope, x, { widths }) {
    const layers = new Map<string, Tensor>();
    let h = x;
    widths.forEach((width, i) => {
      const stage = scope.child(`stage${i + 1}`);
      h = relu(batchNorm(stage.child("norm"), conv(stage.child("conv"), h, width, 3, { padding: 1 })));
      if (Math.min(h.shape[2] ?? 0, h.shape[3] ?? 0) >= 2 && i < widths.length - 1) h = maxPool2d(h, 2);
      layers.set(`stage${i + 1}`, h);
    });
    return { embedding: globalAveragePool(h), layers, map: h };
  },
});
