/**
 * Contractive Auto-Encoders: Explicit Invariance During Feature Extraction.
 * Rifai, Vincent, Muller, Glorot, Bengio, 2011. https://mlanthology.org/icml/2011/rifai2011icml-contractive/
 *
 * Codes should not move when a picture changes a little, except as much as is needed to make it: the norm of the
 * encoder's Jacobian is charged, so that codes follow only the directions in which pictures really differ.
 *
 *   h = f(x)  [N, D]     J = dh/dx  [D, C H W]     loss = mean |g(h) - x|² + contraction · E|J|² / spread
 *
 * The Frobenius norm |J|² is estimated without bias by |Jᵀ v|² for random v (see jacobianNorm): the exact one costs a
 * pass backwards for each number of the code, which one sigmoid layer (the paper's) has in closed form and a deep net has
 * not. The gradient of this goes through the gradient of the encoder: with a small convolutional net, ResNet-8, MLP or
 * ViT a step takes 1.3 to 1.6 times the plain autoencoder's multiply-adds.
 *
 * spread = E|h - mean h|² is the variance of the batch's codes. The paper ties the decoder's weights to the encoder's, so
 * that codes cannot be made small and blown up again; here the decoder is another net, and the ratio keeps its value under
 * any scale. It says how much of the codes' variance would come from noise in every pixel: noise of deviation σ gives
 * about σ² E|J|² / spread of it.
 */
import * as z from "zod";
import { codeSpread, jacobianNorm } from "../losses/index.js";
import { normal } from "../random/index.js";
import { add, div, maximum, mean, mul, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";
import { pixelErrors, plainRemaking, plainView, reconstructionOptions } from "./reconstruction.js";

const options = z.strictObject({
  ...reconstructionOptions,
  contraction: z.number().min(0).default(0.1).describe("Weight of the Jacobian's norm."),
  directions: z
    .int()
    .positive()
    .default(1)
    .describe("Random directions for the estimate of the norm; each costs a pass."),
});

export const contractiveAutoencoder = defineMethod({
  name: "contractive-autoencoder",
  title: "Contractive autoencoder",
  paper: "https://mlanthology.org/icml/2011/rifai2011icml-contractive/",
  family: "generative",
  taxonomy: "generative",
  reads: "pictures",
  couples: ({ contraction }) => (contraction > 0 ? ["loss"] : []),
  options,
  views: plainView,
  recipe: { learningRate: 3e-3 },
  ...plainRemaking,

  step({ scope, encode, decode, views, ...scale }, settings) {
    const x = views[0] as Tensor; // [N, C, H, W]
    const h = encode(x); // [N, D]
    const reconstruction = mean(pixelErrors(decode(h), x, scale, settings));
    const directions = Array.from({ length: settings.directions }, (_, i) =>
      normal(scope.key(`direction${i}`), h.shape),
    );
    const norm = jacobianNorm(h, x, directions);
    const sensitivity = div(norm, maximum(codeSpread(h), 1e-9));
    return {
      loss: add(reconstruction, mul(sensitivity, settings.contraction)),
      embedding: h,
      metrics: { reconstruction, jacobianNorm: norm, sensitivity },
    };
  },
});
