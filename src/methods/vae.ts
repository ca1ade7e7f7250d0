/**
 * VAE: Auto-Encoding Variational Bayes.
 * Kingma, Welling, 2014. https://arxiv.org/abs/1312.6114
 * With a weight β: beta-VAE, Higgins et al., 2017. https://openreview.net/forum?id=Sy2fzU9gl
 *
 * The encoder says where a picture's code may lie, a normal distribution, and the decoder has to make the picture of any
 * draw of it. Noise limits what a code can hold (SPEC row 33), and codes are drawn together around one prior, so that
 * new pictures are made of draws of the prior.
 *
 *   h = f(x)  [N, D]     μ, log σ² = heads of h  [N, L]     z = μ + σ ε, ε ~ N(0, 1)     o = g(z)  [N, C, H, W]
 *   loss = mean of -log p(x | z) + β KL(N(μ, σ²) | N(0, 1)), in nats a picture, summed over pixels and latent
 *
 * With β = 1 it is minus the evidence lower bound (ELBO), estimated by one draw of z; so is a reconstruction's error.
 * `likelihood: "bernoulli"` takes each intensity as the probability of white, which is a likelihood for pictures of
 * black and white only: `binarise` makes them so. "gaussian" is the density of standardised values, with one deviation for all
 * pixels that is learned (Rybkin et al., 2021, https://arxiv.org/abs/2006.13202).
 *
 * The representation is h, as of every method; the head that probes compare is μ. Encoders give h without seeing noise.
 */

import * as z from "zod";
import type { PictureFacts } from "../encoders/index.js";
import { gaussianSurprise, klGaussianRows } from "../losses/index.js";
import { linear, type Scope, zeros } from "../nn/index.js";
import { normal } from "../random/index.js";
import { add, clip, exp, mean, mul, reshape, sum, type Tensor } from "../tensor/index.js";
import { binarised, binariseOption } from "./binarise.js";
import { defineMethod } from "./method.js";
import { pictureOf, pixelErrors, plainView } from "./reconstruction.js";
import { ramp } from "./schedule-in-step.js";
import type { PictureModel } from "./step.js";

const options = z.strictObject({
  latentDim: z.int().positive().default(32).describe("Numbers of a latent."),
  beta: z.number().min(0).default(1).describe("Weight β of the divergence; above 1 codes say less."),
  warmUp: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe("Part of training over which β rises from 0 to its value."),
  likelihood: z
    .enum(["bernoulli", "gaussian"])
    .default("bernoulli")
    .describe("bernoulli: of each intensity in 0..1; gaussian: of standardised values."),
  binarise: binariseOption,
});

type Options = z.output<typeof options>;

/** Mean of the latent, `[N, L]`. */
function latentMean(scope: Scope, h: Tensor, { latentDim }: Options): Tensor {
  return linear(scope.child("mean"), h, latentDim);
}

/** The latent's distribution; variances stay within e^±10, so that no early step overflows. */
function posterior(scope: Scope, h: Tensor, settings: Options) {
  const logvar = clip(linear(scope.child("logvar"), h, settings.latentDim), -10, 10);
  return { mu: latentMean(scope, h, settings), logvar };
}

/** -log p(x | z) of each picture, `[N]`, of what the decoder made of z. */
function surprise(output: Tensor, x: Tensor, scope: Scope, scale: PictureFacts, settings: Options): Tensor {
  const perPixel =
    settings.likelihood === "bernoulli"
      ? pixelErrors(output, x, scale, { loss: "cross-entropy" })
      : gaussianSurprise(x, output, scope.parameter("logDeviation", [1], zeros, "bias"));
  return sum(reshape(perPixel, [x.shape[0] ?? 0, -1]), 1);
}

/** The bound's two terms for each picture y, `[N]` nats each, with the latent's distribution read off x. */
function terms(
  context: PictureModel,
  x: Tensor,
  y: Tensor,
  settings: Options,
  draw: (mu: Tensor, deviation: Tensor) => Tensor = (mu, deviation) =>
    add(mu, mul(deviation, normal(context.scope.key("latent"), mu.shape))),
) {
  const h = context.encode(x);
  const { mu, logvar } = posterior(context.scope, h, settings);
  const output = context.decode(draw(mu, exp(mul(logvar, 0.5))));
  const reconstruction = surprise(output, y, context.scope, context, settings);
  return { h, output, reconstruction, kl: klGaussianRows(mu, logvar) };
}

/** What a decoder's output stands for, in 0..1. */
function picture(output: Tensor, scale: PictureFacts, { likelihood }: Options): Tensor {
  return pictureOf(output, scale, { loss: likelihood === "bernoulli" ? "cross-entropy" : "squared-error" });
}

export const vae = defineMethod({
  name: "vae",
  title: "VAE",
  paper: "https://arxiv.org/abs/1312.6114",
  family: "generative",
  taxonomy: "generative",
  reads: "pictures",
  couples: [],
  options,
  views: plainView,
  recipe: { learningRate: 2e-3, weightDecay: 0, epochs: 20 },
  project: latentMean,
  heldUpBy: ({ beta, warmUp }) =>
    `A VAE's codes fall onto its prior where they cost more than they give: lower \`method.beta\` (${beta}), or let it rise more slowly with \`method.warmUp\` (${warmUp}).`,

  /** Nats of y under the mean code of x, and of that code: about minus the ELBO where x is y, without its noise. */
  energy(context, settings) {
    const x = binarised(context.x, context, settings.binarise);
    const y = binarised(context.y, context, settings.binarise);
    const { reconstruction, kl } = terms(context, x, y, settings, (mu) => mu);
    return add(reconstruction, kl);
  },

  reconstruct(context, settings) {
    const x = binarised(context.x, context, settings.binarise);
    const { output, reconstruction, kl } = terms(context, x, x, settings);
    const seen = settings.binarise === "none" ? {} : { binarised: clip(context.toPixels(x), 0, 1) };
    return {
      panels: { ...seen, output: picture(output, context, settings) },
      error: add(reconstruction, kl),
    };
  },

  generator: {
    prior: ({ scope }, count, { latentDim }) => normal(scope.key("prior"), [count, latentDim]),
    decode: (context, latents, settings) => picture(context.decode(latents), context, settings),
    infer: (context, settings) =>
      latentMean(context.scope, context.encode(binarised(context.x, context, settings.binarise)), settings),
  },

  step({ views, ...context }, settings) {
    const x = binarised(views[0] as Tensor, context, settings.binarise); // [N, C, H, W]
    const rows = terms(context, x, x, settings);
    const [reconstruction, kl] = [mean(rows.reconstruction), mean(rows.kl)];
    const { beta, warmUp } = settings;
    const weight = warmUp === 0 ? beta : ramp(context.progress, { from: 0, to: beta, until: warmUp });
    return {
      loss: add(reconstruction, mul(kl, weight)),
      embedding: rows.h,
      metrics: { reconstruction, kl, negativeElbo: add(reconstruction, kl) },
    };
  },
});
