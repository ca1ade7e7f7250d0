import * as z from "zod";
import { convolutionalDecoder, tutorialDecoder } from "../decoders/index.js";
import { batchNorm, conv, type Scope } from "../nn/index.js";
import { globalAveragePool, maxPool2d, relu, reshape, type Tensor } from "../tensor/index.js";
import { defineEncoder, type Encoding } from "./encoder.js";

const options = z.strictObject({
  form: z
    .enum(["pyramid", "autoencoder"])
    .default("pyramid")
    .describe(
      "pyramid: batch-normalised stages and the mean over space; autoencoder: biased convolutions, pooling after each, the flattened map.",
    ),
  widths: z
    .array(z.int().positive())
    .min(1)
    .optional()
    .describe(
      "Channels of each stage (pyramid: 32, 64, 128, 256; autoencoder: 16, 8, 8); each halves the picture.",
    ),
});

/**
 * A small convolutional net of 3x3 convolutions with ReLU.
 *
 * The form `autoencoder` is the encoder half of the lecture's convolutional autoencoder (SPEC row 101): Conv16,
 * Conv8 and Conv8, each followed by 2x2 max pooling that keeps odd edges. A 28x28 picture goes to 14x14, 7x7 and
 * 4x4: an embedding of 8 x 4 x 4 = 128 numbers. Its decoder is the other half, exactly, for pictures of 28x28.
 */
export const convnet = defineEncoder({
  name: "convnet",
  title: "Small convolutional net",
  options,
  normalisesBatch: ({ form }) => form === "pyramid",
  apply(scope, x, { form, widths }) {
    return form === "pyramid"
      ? pyramid(scope, x, widths ?? [32, 64, 128, 256])
      : autoencoder(scope, x, widths ?? [16, 8, 8]);
  },
  decode({ scope }, code, picture, { form, widths = form === "pyramid" ? [32, 64, 128, 256] : [16, 8, 8] }) {
    const [channels, height, width] = picture;
    // The tutorial's other half reads a code as 8 maps of 4x4: what its three stages leave of 28x28, where 8 is the last.
    const isMap = widths.length === 3 && widths.at(-1) === 8 && code.shape[1] === 128;
    const isTutorial = form === "autoencoder" && height === 28 && width === 28 && isMap;
    if (isTutorial) return tutorialDecoder(scope, code, channels);
    // The last stage's map is left out: the linear layer that starts a decoder is as much.
    const mirrored = widths.length === 1 ? widths : widths.slice(0, -1).reverse();
    return convolutionalDecoder(scope, code, picture, mirrored);
  },
});

function pyramid(scope: Scope, x: Tensor, widths: readonly number[]): Encoding {
  const layers = new Map<string, Tensor>();
  let h = x;
  widths.forEach((width, i) => {
    const stage = scope.child(`stage${i + 1}`);
    h = relu(batchNorm(stage.child("norm"), conv(stage.child("conv"), h, width, 3, { padding: 1 })));
    if (Math.min(h.shape[2] ?? 0, h.shape[3] ?? 0) >= 2 && i < widths.length - 1) h = maxPool2d(h, 2);
    layers.set(`stage${i + 1}`, h);
  });
  return { embedding: globalAveragePool(h), layers: layers.set("map", h), map: h };
}

function autoencoder(scope: Scope, x: Tensor, widths: readonly number[]): Encoding {
  const layers = new Map<string, Tensor>();
  let h = x;
  widths.forEach((width, i) => {
    h = relu(conv(scope.child(`stage${i + 1}`).child("conv"), h, width, 3, { padding: 1, bias: true }));
    const [, , height = 0, breadth = 0] = h.shape;
    // Padding at the bottom right, so that 7 becomes 4: the row and column left over make windows of their own.
    h = maxPool2d(h, 2, { padding: [0, 0, height % 2, breadth % 2] });
    layers.set(`stage${i + 1}`, h);
  });
  return { embedding: reshape(h, [x.shape[0] ?? 0, -1]), layers: layers.set("map", h), map: h };
}
