/**
 * Adversarial autoencoder: Adversarial Autoencoders.
 * Makhzani, Shlens, Jaitly, Goodfellow, Frey, 2016. https://arxiv.org/abs/1511.05644
 *
 * An autoencoder whose codes shall look like draws from N(0, 1), so that draws make pictures: a small critic tells codes
 * from draws, and the encoder learns what would fool it, where a VAE has a formula.
 *
 *   c = norm(w f(x))  [N, L]     x̂ = g(c)  [N, C, H, W]     z ~ N(0, 1)  [N, L]     D = σ(MLP(code))  [N]
 *   main    mean |x̂ - x|² + λ mean -log D(c)      critic  mean -log D(z) + mean -log(1 - D(c))
 *
 * The paper takes turns: reconstruction, critic, encoder. Here all step at once, so one weight λ says how much the prior
 * counts beside a picture's error, which is a mean over pixels. The code is deterministic, the paper's first choice.
 * norm is batch normalisation without a scale of its own: each number of a code has the prior's mean and variance from
 * the start, and the critic is not won by scale alone (without it, at small λ, it was nearly always right).
 */
import * as z from "zod";
import { ganLosses } from "../losses/index.js";
import { batchNorm, linear, mlp, type Scope } from "../nn/index.js";
import { add, leakyRelu, mean, mul, reshape, type Tensor } from "../tensor/index.js";
import { CRITIC, criticAccuracy, drawLatents, latentOptions } from "./latent-generator.js";
import { defineMethod } from "./method.js";
import { pictureOf, pixelErrors, plainView, reconstructionOptions, remaking } from "./reconstruction.js";

const options = z.strictObject({
  ...reconstructionOptions,
  latentSize: latentOptions.latentSize.default(32),
  matchWeight: z
    .number()
    .min(0)
    .default(0.1)
    .describe("Weight λ of looking like the prior. 0: an autoencoder of that size."),
  criticSize: z.int().positive().default(128).describe("Units in each of the critic's two hidden layers."),
});

type Options = z.output<typeof options>;

/** Codes `[N, L]` of embeddings `[N, D]`. */
function codeOf(scope: Scope, h: Tensor, { latentSize }: Options): Tensor {
  const code = scope.child("code");
  return batchNorm(code.child("norm"), linear(code, h, latentSize, { bias: false }), { affine: false });
}

/** Logits `[N]` of codes to be draws of the prior. */
function codeCritic(scope: Scope, code: Tensor, { criticSize }: Options): Tensor {
  const widths = [criticSize, criticSize, 1];
  return reshape(mlp(scope.child("critic").inGroup(CRITIC), code, widths, { activation: leakyRelu }), [-1]);
}

export const adversarialAutoencoder = defineMethod({
  name: "adversarial-autoencoder",
  title: "Adversarial autoencoder",
  paper: "https://arxiv.org/abs/1511.05644",
  family: "adversarial",
  taxonomy: "generative-contrastive",
  reads: "pictures",
  couples: ["statistics"],
  options,
  views: plainView,
  recipe: { learningRate: 3e-3, optimizerOptions: { beta1: 0.5 }, weightDecay: 0 },
  heldUpBy:
    "An adversarial autoencoder is held up by the pictures that it has to make of its codes: look for a weight of the prior that is too high (`method.matchWeight`).",
  ...remaking<Options>(({ scope, encode, decode, x }, settings) =>
    decode(codeOf(scope, encode(x), settings)),
  ),
  generator: {
    prior: ({ scope }, count, settings) => drawLatents(scope, count, settings),
    decode: ({ decode, ...model }, latents, settings) => pictureOf(decode(latents), model, settings),
    infer: ({ scope, encode, x }, settings) => codeOf(scope, encode(x), settings),
  },

  step({ scope, encode, decode, views, ...model }, settings) {
    const x = views[0] as Tensor; // [N, C, H, W]
    const h = encode(x); // [N, D]
    const code = codeOf(scope, h, settings); // [N, L]
    const error = mean(pixelErrors(decode(code), x, model, settings));
    const drawn = codeCritic(scope, drawLatents(scope, x.shape[0] ?? 0, settings), settings); // [N]
    const coded = codeCritic(scope, code, settings); // [N]
    const { critic, generator, jensenShannon } = ganLosses(drawn, coded);
    const { realAccuracy: priorAccuracy, generatedAccuracy: codeAccuracy } = criticAccuracy(drawn, coded);
    return {
      loss: { main: add(error, mul(generator, settings.matchWeight)), [CRITIC]: critic },
      embedding: h,
      metrics: { reconstructionError: error, jensenShannon, priorAccuracy, codeAccuracy },
    };
  },
});
