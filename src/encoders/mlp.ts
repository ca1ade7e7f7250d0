import * as z from "zod";
import { mlpDecoder } from "../decoders/index.js";
import { batchNorm, linear } from "../nn/index.js";
import { relu, reshape, type Tensor } from "../tensor/index.js";
import { defineEncoder } from "./encoder.js";

const options = z.strictObject({
  widths: z
    .array(z.int().positive())
    .min(1)
    .default([512, 256])
    .describe("Size of each layer; the last is the embedding's."),
  norm: z.boolean().default(true).describe("Batch normalisation before each ReLU."),
});

/** Linear layers on the flattened sample, with ReLU between them; the last one is the embedding, without ReLU. */
export const mlp = defineEncoder({
  name: "mlp",
  title: "Multilayer perceptron",
  options,
  normalisesBatch: ({ norm, widths }) => norm && widths.length > 1,
  apply(scope, x, { widths, norm }) {
    const layers = new Map<string, Tensor>();
    let h = reshape(x, [x.shape[0] ?? 0, -1]);
    widths.forEach((width, i) => {
      const layer = scope.child(`layer${i + 1}`);
      const last = i === widths.length - 1;
      h = linear(layer.child("linear"), h, width, { bias: last || !norm });
      if (!last) h = relu(norm ? batchNorm(layer.child("norm"), h) : h);
      layers.set(`layer${i + 1}`, h);
    });
    return { embedding: h, layers };
  },
  decode: ({ scope }, code, picture, { widths }) =>
    mlpDecoder(scope, code, picture, widths.slice(0, -1).reverse()),
});
