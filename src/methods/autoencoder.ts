/**
 * Autoencoder: Learning representations by back-propagating errors.
 * Rumelhart, Hinton, Williams, 1986. https://doi.org/10.1038/323533a0
 *
 * The encoder makes a short code of each picture, the decoder makes the picture of the code. Where the code is shorter
 * than the picture, it has to keep what pictures differ in.
 *
 *   h = f(x)  [N, D]     x̂ = g(h)  [N, C, H, W]     loss = mean |x̂ - x|²
 *
 * The code is the encoder's embedding, so its width is the encoder's business (`--encoder.widths`), and the decoder is
 * the one that mirrors the encoder.
 *
 * The tutorial's convolutional autoencoder of 784 to 128 numbers (SPEC row 101), with its Adam and binary cross-entropy,
 * on pictures of 28x28:
 *
 *   unlabel pretrain mnist --method autoencoder --method.loss cross-entropy --encoder convnet --encoder.form autoencoder \
 *     --lr 1e-3 --weight-decay 0 --schedule constant --warmup-epochs 0
 *
 * AdamW without weight decay is Adam. One thing differs: the encoder sees standardised pictures, the tutorial's those of
 * 0..1. The loss compares with 0..1 in both.
 */
import * as z from "zod";
import { mean, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";
import { pixelErrors, plainRemaking, plainView, reconstructionOptions } from "./reconstruction.js";

export const autoencoder = defineMethod({
  name: "autoencoder",
  title: "Autoencoder",
  paper: "https://doi.org/10.1038/323533a0",
  family: "generative",
  taxonomy: "generative",
  reads: "pictures",
  couples: [],
  options: z.strictObject(reconstructionOptions),
  views: plainView,
  recipe: { learningRate: 3e-3 },
  ...plainRemaking,

  step({ encode, decode, views, ...scale }, settings) {
    const x = views[0] as Tensor; // [N, C, H, W]
    const h = encode(x); // [N, D]
    const output = decode(h); // [N, C, H, W]
    return { loss: mean(pixelErrors(output, x, scale, settings)), embedding: h };
  },
});
