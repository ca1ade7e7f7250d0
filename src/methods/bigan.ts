/**
 * BiGAN: Adversarial Feature Learning.
 * Donahue, Krähenbühl, Darrell, 2017. https://arxiv.org/abs/1605.09782
 * ALI: Adversarially Learned Inference.
 * Dumoulin et al., 2017. https://arxiv.org/abs/1606.00704
 *
 * A generator makes pictures of latents, an encoder latents of pictures, and a critic is shown a picture and a latent at
 * once: is this a real picture with the encoder's latent, or a drawn latent with the generator's picture? It can only be
 * fooled by an encoder and a generator that undo each other. No picture is ever compared with its reconstruction.
 *
 *   E(x) = w f(x) + b  [N, L]     z ~ N(0, 1)  [N, L]     G(z)  [N, C, H, W]     D = σ(critic(picture, latent))  [N]
 *   critic     mean -log D(x, E(x)) + mean -log(1 - D(G(z), z))
 *   main       mean -log(1 - D(x, E(x)))      generator  mean -log D(G(z), z)
 *
 * f, the run's encoder, is what probes see; G is the decoder that mirrors it. E is deterministic, as in Donahue et al.;
 * E and G minimise what has a slope where the critic is sure, as both papers do; all three step at once.
 */

import * as z from "zod";
import type { PictureFacts } from "../encoders/index.js";
import { ganLosses } from "../losses/index.js";
import { linear, type Scope } from "../nn/index.js";
import { concat, mean, softplus, split, square, sub, type Tensor } from "../tensor/index.js";
import { jointCritic } from "./joint-critic.js";
import {
  CRITIC,
  criticAccuracy,
  drawLatents,
  drawPictures,
  drawPixels,
  GENERATOR,
  latentGenerator,
  latentOptions,
} from "./latent-generator.js";
import { defineMethod } from "./method.js";
import { adversarialRecipe } from "./recipe.js";
import { perPicture, plainView } from "./reconstruction.js";
import type { PictureContext } from "./step.js";

const options = z.strictObject({
  latentSize: latentOptions.latentSize.default(32),
  criticSize: z
    .int()
    .positive()
    .default(256)
    .describe(
      "Units in each of the critic's linear layers; its convolutions have up to half as many channels.",
    ),
});

type Options = z.output<typeof options>;

/** E(x): latents `[N, L]` of embeddings `[N, D]`. */
function latentOf(scope: Scope, h: Tensor, { latentSize }: Options): Tensor {
  return linear(scope.child("latent"), h, latentSize);
}

/** E of the pictures at hand. */
function inferred({ scope, encode, x }: PictureContext, settings: Options): Tensor {
  return latentOf(scope, encode(x), settings);
}

/** How far pixels are from pictures y: the mean over each of squared differences of standardised values, `[N]`. */
function errorOf({ fromPixels }: PictureFacts, pixels: Tensor, y: Tensor): Tensor {
  return perPicture(square(sub(fromPixels(pixels), y)));
}

export const bigan = defineMethod({
  name: "bigan",
  title: "BiGAN",
  paper: "https://arxiv.org/abs/1605.09782",
  family: "adversarial",
  taxonomy: "generative-contrastive",
  reads: "pictures",
  couples: [],
  options,
  views: plainView,
  recipe: { ...adversarialRecipe, learningRate: 1e-3 },
  heldUpBy:
    "BiGAN is held up by a critic of pictures with their latents: look for one that is always right (metrics real accuracy and generated accuracy at 1), which teaches nothing, so for a learning rate that is too high.",
  energy: (context, settings) =>
    errorOf(context, drawPixels(context, inferred(context, settings)), context.y),
  reconstruct(context, settings) {
    const pixels = drawPixels(context, inferred(context, settings));
    return { panels: { output: pixels }, error: errorOf(context, pixels, context.x) };
  },
  generator: {
    ...latentGenerator,
    infer: inferred,
  },

  step({ scope, encode, views, ...model }, settings) {
    const x = views[0] as Tensor; // [N, C, H, W]
    const h = encode(x); // [N, D]
    const drawn = drawLatents(scope, x.shape[0] ?? 0, settings); // [N, L]
    const pictures = concat([x, drawPictures(model, drawn)]); // [2N, C, H, W]
    const latents = concat([latentOf(scope, h, settings), drawn]); // [2N, L]
    const logits = jointCritic(scope, pictures, latents, settings.criticSize); // [2N]
    const [ofReal, ofGenerated] = split(logits, 2) as [Tensor, Tensor]; // [N]
    const { critic, generator, jensenShannon } = ganLosses(ofReal, ofGenerated);
    return {
      loss: { main: mean(softplus(ofReal)), [GENERATOR]: generator, [CRITIC]: critic },
      embedding: h,
      metrics: { jensenShannon, ...criticAccuracy(ofReal, ofGenerated) },
    };
  },
});
