/**
 * GAN: Generative Adversarial Nets.
 * Goodfellow et al., 2014. https://arxiv.org/abs/1406.2661
 * DCGAN: Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks.
 * Radford, Metz, Chintala, 2016. https://arxiv.org/abs/1511.06434
 *
 * A generator makes pictures of noise; a critic tells them from real ones, and the generator learns what would fool it.
 * To tell, the critic has to know what real pictures are like: its trunk is the run's encoder, which is all that probes
 * see (DCGAN's section 5).
 *
 *   z ~ N(0, 1)  [N, L]     g = G(z)  [N, C, H, W]     D = σ(w · f(picture) + b)  [N]
 *   critic     mean -log D(x) + mean -log(1 - D(g))      generator  mean -log D(g)
 *
 * G is the decoder that mirrors the encoder, with the seed, the upsampling and the batch normalisation of DCGAN; the
 * encoder is the run's own, with its pooling and ReLU. Both step at once, from the same values, where the paper takes
 * turns. Real and generated pictures pass the encoder apart, each batch normalised by its own statistics (in one batch
 * with shared ones the generator learned far worse); running statistics, which inference uses, follow the real ones only.
 * So an encoder that normalises batches from its first layer on sees how light a whole batch is at the borders only,
 * and `--encoder mlp` not at all: give it `--encoder.norm false`.
 *
 * The critic can be read as an energy (SPEC row 30), but of one picture, F(x), and not of a pair: so there is no `energy`
 * here, and `unlabel energy`, which asks how well two pictures go together, refuses such a run.
 */
import * as z from "zod";
import { ganLosses } from "../losses/index.js";
import { linear, type Scope } from "../nn/index.js";
import { reshape, type Tensor } from "../tensor/index.js";
import {
  criticAccuracy,
  drawLatents,
  drawPictures,
  GENERATOR,
  latentGenerator,
  latentOptions,
} from "./latent-generator.js";
import { defineMethod } from "./method.js";
import { adversarialRecipe } from "./recipe.js";
import { plainView } from "./reconstruction.js";

const options = z.strictObject({
  ...latentOptions,
  loss: z
    .enum(["non-saturating", "saturating"])
    .default("non-saturating")
    .describe(
      "The generator's: -log D; saturating: log(1 - D), which has no slope where the critic is sure.",
    ),
  labelSmoothing: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe(
      "What the critic's target for real pictures is below 1, such as 0.1: a critic that is less sure.",
    ),
});

/** How real pictures look, of embeddings `[N, D]`: logits or scores `[N]`. */
export function criticScores(scope: Scope, h: Tensor): Tensor {
  return reshape(linear(scope.child("critic"), h, 1), [-1]);
}

export const gan = defineMethod({
  name: "gan",
  title: "GAN (DCGAN)",
  paper: "https://arxiv.org/abs/1511.06434",
  family: "adversarial",
  taxonomy: "generative-contrastive",
  reads: "pictures",
  couples: [],
  options,
  views: plainView,
  recipe: { ...adversarialRecipe, learningRate: 5e-4 },
  heldUpBy:
    "A critic is held up by generated pictures that are hard to tell from real ones: look for one that is always right (metrics real accuracy and generated accuracy at 1), so for a learning rate that is too high.",
  generator: latentGenerator,

  step({ scope, encode, views, ...model }, settings) {
    const real = views[0] as Tensor; // [N, C, H, W]
    const generated = drawPictures(model, drawLatents(scope, real.shape[0] ?? 0, settings)); // [N, C, H, W]
    const other = scope.variables.withoutAssigning(() => encode(generated)); // [N, D]
    const h = encode(real); // [N, D]
    const [ofReal, ofGenerated] = [criticScores(scope, h), criticScores(scope, other)]; // [N]
    const { critic, generator, jensenShannon } = ganLosses(ofReal, ofGenerated, {
      labelSmoothing: settings.labelSmoothing,
      generator: settings.loss,
    });
    return {
      loss: { main: critic, [GENERATOR]: generator },
      embedding: h,
      metrics: { jensenShannon, ...criticAccuracy(ofReal, ofGenerated) },
    };
  },
});
