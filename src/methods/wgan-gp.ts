/**
 * WGAN-GP: Improved Training of Wasserstein GANs.
 * Gulrajani, Ahmed, Arjovsky, Dumoulin, Courville, 2017. https://arxiv.org/abs/1704.00028
 *
 * As `gan`, but the critic gives scores of slope 1 at most, whose mean difference is the Wasserstein distance of real
 * and generated pictures: it still tells how far apart they are when no picture could be of both.
 *
 *   z ~ N(0, 1)  [N, L]     g = G(z)  [N, C, H, W]     s = w · f(picture)  [N]     x̂ = u x + (1 - u) g, u ~ U(0, 1)
 *   critic     mean s(g) - mean s(x) + 10 mean (|∇ s(x̂)| - 1)²      generator  -mean s(g)
 *
 * The penalty is about each picture's own slope, which batch normalisation would mix with the others'. So the encoder is
 * the run's with layer normalisation of each picture instead (the paper's advice), whatever the encoder is; that stays so
 * in probes, fine-tuning and exports. Distances are in standardised units: |x - y| over all values of a picture.
 *
 * The paper gives the critic five steps for one of the generator's. Here all step at once, so the generator learns at
 * half the critic's rate instead: two time scales (Heusel et al., 2017; https://arxiv.org/abs/1706.08500).
 *
 * -s is an energy of one picture, F(x), and not of a pair, so there is no `energy` here either (see gan.ts).
 */
import * as z from "zod";
import { betweenSamples, gradientPenalty, wassersteinLosses } from "../losses/index.js";
import { uniform } from "../random/index.js";
import { add, concat, mul, split, type Tensor } from "../tensor/index.js";
import { criticScores } from "./gan.js";
import { drawLatents, drawPictures, GENERATOR, latentGenerator, latentOptions } from "./latent-generator.js";
import { defineMethod } from "./method.js";
import { perSampleEncoder } from "./per-sample-encoder.js";
import { adversarialRecipe } from "./recipe.js";
import { plainView } from "./reconstruction.js";

const options = z.strictObject({
  ...latentOptions,
  penaltyWeight: z.number().positive().default(10).describe("Weight of the penalty on slopes other than 1."),
});

export const wganGp = defineMethod({
  name: "wgan-gp",
  title: "WGAN-GP",
  paper: "https://arxiv.org/abs/1704.00028",
  family: "adversarial",
  taxonomy: "generative-contrastive",
  reads: "pictures",
  couples: [],
  options,
  views: plainView,
  encoder: perSampleEncoder,
  recipe: { ...adversarialRecipe, learningRate: 2e-3, optimizerOptions: { beta1: 0, beta2: 0.9 } },
  groups: { [GENERATOR]: { learningRate: 0.5 } },
  heldUpBy:
    "A critic is held up by generated pictures that are hard to tell from real ones: look for a penalty that is far from 0 (metric gradient penalty), so for a learning rate that is too high.",
  generator: latentGenerator,

  step({ scope, encode, views, ...model }, { penaltyWeight, ...settings }) {
    const real = views[0] as Tensor; // [N, C, H, W]
    const n = real.shape[0] ?? 0;
    const generated = drawPictures(model, drawLatents(scope, n, settings)); // [N, C, H, W]
    // Nothing passes from picture to picture, so both kinds may go together.
    const h = encode(concat([real, generated])); // [2N, D]
    const [ofReal, ofGenerated] = split(criticScores(scope, h), 2) as [Tensor, Tensor]; // [N]
    const { critic, generator, distance } = wassersteinLosses(ofReal, ofGenerated);
    const between = betweenSamples(real, generated, uniform(scope.key("between"), [n]));
    const penalty = gradientPenalty((x) => criticScores(scope, encode(x)), between);
    return {
      loss: { main: add(critic, mul(penalty, penaltyWeight)), [GENERATOR]: generator },
      embedding: split(h, 2)[0] as Tensor,
      metrics: { wassersteinDistance: distance, gradientPenalty: penalty },
    };
  },
});
