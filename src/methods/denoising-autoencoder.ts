/**
 * Denoising autoencoder: Extracting and Composing Robust Features with Denoising Autoencoders.
 * Vincent, Larochelle, Bengio, Manzagol, 2008. https://doi.org/10.1145/1390156.1390294
 *
 * The encoder sees a noisy picture, and the decoder has to make the clean one. Copying the input is no answer to that,
 * however long the code is: what is left is to know what clean pictures look like.
 *
 *   x' = x + σ n, n ~ N(0, 1)  [N, C, H, W]     x̂ = g(f(x'))     loss = mean |x̂ - x|²
 *
 * Noise is Gaussian, as in the lecture (SPEC row 42) and in Vincent et al., 2010
 * (https://jmlr.org/papers/v11/vincent10a.html); the paper of 2008 hides values instead, which is the method
 * masked-autoencoder. σ is in standardised units: of deviations of the training pictures' values.
 */
import * as z from "zod";
import type { Scope } from "../nn/index.js";
import { normalPixels } from "../random/index.js";
import { add, clip, mean, mul, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";
import {
  pixelErrors,
  plainRemaking,
  plainView,
  reconstructed,
  reconstructionOptions,
} from "./reconstruction.js";

const options = z.strictObject({
  ...reconstructionOptions,
  noise: z
    .number()
    .min(0)
    .default(0.5)
    .describe("Deviation σ of the noise, in deviations of the pictures' values. 0: a plain autoencoder."),
});

/** x with noise of its own in every value. */
function noisy(scope: Scope, x: Tensor, { noise }: z.output<typeof options>): Tensor {
  if (noise === 0) return x;
  const shape = x.shape as [n: number, channels: number, height: number, width: number];
  return add(x, mul(normalPixels(scope.key("noise"), shape), noise));
}

export const denoisingAutoencoder = defineMethod({
  name: "denoising-autoencoder",
  title: "Denoising autoencoder",
  paper: "https://doi.org/10.1145/1390156.1390294",
  family: "generative",
  taxonomy: "generative",
  reads: "pictures",
  couples: [],
  options,
  views: plainView,
  recipe: { learningRate: 3e-3 },
  /** How badly y is made of x as it is. A noisy x is far from what the decoder makes of it. */
  energy: plainRemaking.energy,

  reconstruct(context, settings) {
    const seen = noisy(context.scope, context.x, settings);
    const output = context.decode(context.encode(seen));
    return reconstructed(output, context, settings, { noisy: clip(context.toPixels(seen), 0, 1) });
  },

  step({ scope, encode, decode, views, ...scale }, settings) {
    const x = views[0] as Tensor; // [N, C, H, W]
    const h = encode(noisy(scope, x, settings)); // [N, D]
    const output = decode(h); // [N, C, H, W]
    return { loss: mean(pixelErrors(output, x, scale, settings)), embedding: h };
  },
});
