/**
 * Colourisation as classification: Colorful Image Colorization.
 * Zhang, Isola, Efros, 2016. https://arxiv.org/abs/1603.08511
 *
 * The encoder sees how light a picture is, and what it found has to tell the colours: not one for each place, but how
 * likely each of a set of colours is there, since a shirt may be red or blue. Rare, saturated colours count more, or
 * greys would win everywhere.
 *
 *   L  [N, 1, H, W] -> map f(L) -> logits g(f)  [N, H/4, W/4, Q]     t = soft bins of the true ab  [N, H/4, W/4, Q]
 *   loss = mean over places of w(t) H(t, softmax(logits)),   w ∝ 1 / ((1 - λ) p + λ / Q),   p: how often each bin comes
 *
 * Q is the number of cells of CIE Lab's ab plane that hold colours of sRGB: 261 of the paper's size of 10 (see
 * `colourBins`). The true colour of a place is the mean of its 4x4 pixels. p is a running mean over training, where the
 * paper counts ImageNet beforehand; soft targets smooth it as the paper's Gaussian does. It starts even, so the loss may
 * rise while it finds which colours are rare; the metric `crossEntropy` has no weights. Predictions lean to rare colours
 * by as much as w does. A colour for people is the annealed mean of the distribution, enlarged, on the picture's own L.
 *
 * The colours are read off the encoder's last map, so the embedding should be a mean of it, as it is by default; what
 * an encoder puts into a class token alone is not trained.
 */

import * as z from "zod";
import { greyOf } from "../augment/index.js";
import type { PictureFacts } from "../encoders/index.js";
import { rarityWeights, rebalancedCrossEntropy, softCrossEntropy } from "../losses/index.js";
import { constantInit } from "../nn/index.js";
import { add, argMax, cast, equal, mean, mul, reshape, type Tensor } from "../tensor/index.js";
import { colourBins } from "./colour-bins.js";
import { annealedMean, drawnColours, likeliestColour, mapOf } from "./colour-distribution.js";
import { colourHead } from "./colour-head.js";
import { colourError, GREY_PANEL, labOf, painted } from "./colour-pictures.js";
import { colourTargets, placesOf } from "./colour-targets.js";
import { luminanceEncoder } from "./luminance-encoder.js";
import { defineMethod } from "./method.js";
import type { Branch } from "./step.js";

const options = z.strictObject({
  binSize: z
    .number()
    .min(5)
    .max(50)
    .default(10)
    .describe("Side of a colour's cell on the ab plane: 10 gives 261 colours, 20 gives 76."),
  targets: z
    .enum(["soft", "hard"])
    .default("soft")
    .describe("soft: a true colour is shared among the 5 nearest; hard: it is the nearest."),
  uniformShare: z
    .number()
    .positive()
    .max(1)
    .default(0.5)
    .describe("λ: the smaller, the more rare colours count. 1: all count the same."),
  temperature: z
    .number()
    .positive()
    .max(1)
    .default(0.38)
    .describe("Of the annealed mean. 1: the mean; towards 0: the likeliest."),
  hiddenDim: z.int().positive().default(64).describe("Channels between the encoder's map and the colours."),
});

type Options = z.output<typeof options>;

/** How much of the frequencies of colours a step keeps. */
const memory = 0.99;

/** Logits `[N h w, Q]` of the colours of x. */
function colourLogits(
  { scope, encodeAll, picture }: Pick<Branch, "scope" | "encodeAll"> & Pick<PictureFacts, "picture">,
  x: Tensor,
  { binSize, hiddenDim }: Options,
) {
  const encoding = encodeAll(x);
  const bins = colourBins(binSize).centres.length;
  const logits = colourHead(scope.child("head"), encoding, placesOf(picture), { hiddenDim, bins });
  return { logits, embedding: encoding.embedding };
}

export const colourise = defineMethod({
  name: "colourise",
  title: "Colourisation",
  paper: "https://arxiv.org/abs/1603.08511",
  family: "pretext",
  taxonomy: "generative",
  reads: "pictures",
  couples: ["statistics", "state"],
  options,
  views: [{ count: 1, strength: "weak", area: [0.5, 1] }],
  channels: () => 3,
  withoutChannels: "There is no colour to learn from: use another method, or pictures in colour.",
  encoder: luminanceEncoder,
  colours: true,
  recipe: { learningRate: 3e-3 },

  /** How unlikely y's colours are to who sees how light x is, in nats a place. */
  energy({ x, y, ...context }, settings) {
    const { logits } = colourLogits(context, x, settings);
    const places = softCrossEntropy(logits, colourTargets(y, context, settings));
    return mean(reshape(places, [x.shape[0] ?? 0, -1]), 1);
  },

  reconstruct({ x, scope, ...context }, settings) {
    const [samples = 0] = x.shape;
    const bins = colourBins(settings.binSize);
    const { logits } = colourLogits({ ...context, scope }, x, settings);
    const { l, ab } = labOf(x, context);
    const map = (colours: Tensor) => mapOf(colours, samples, ...placesOf(context.picture));
    const colourised = map(annealedMean(logits, bins, settings.temperature));
    return {
      panels: {
        [GREY_PANEL]: greyOf(l),
        colourised: painted(l, colourised),
        likeliest: painted(l, map(likeliestColour(logits, bins))),
        drawn: painted(l, map(drawnColours(scope.key("drawn"), logits, bins, samples))),
      },
      error: colourError(colourised, ab),
    };
  },

  step({ scope, views, ...context }, settings) {
    const x = views[0] as Tensor; // [N, 3, H, W]
    const { logits, embedding } = colourLogits({ ...context, scope }, x, settings); // [N h w, Q], [N, D]
    const targets = colourTargets(x, context, settings); // [N h w, Q]
    const { length: q } = colourBins(settings.binSize).centres;
    const frequencies = scope.state("frequencies", [q], constantInit(1 / q));
    const weights = rarityWeights(frequencies, settings.uniformShare);
    scope.assign("frequencies", add(mul(frequencies, memory), mul(mean(targets, 0), 1 - memory)));
    return {
      loss: rebalancedCrossEntropy(logits, targets, weights),
      embedding,
      metrics: {
        crossEntropy: mean(softCrossEntropy(logits, targets)), // without the weights
        likeliestIsRight: mean(cast(equal(argMax(logits), argMax(targets)), "float32")),
      },
    };
  },
});
