/**
 * Barlow Twins: Self-Supervised Learning via Redundancy Reduction.
 * Zbontar, Jing, Misra, LeCun, Deny, 2021. https://arxiv.org/abs/2103.03230
 *
 * Two views of each sample pass one encoder and a projector. Over the batch, each output should correlate with itself
 * in the other view (invariance) and with no other output (redundancy reduction); a constant output correlates with
 * nothing, so there is no need of negatives, a teacher or a predictor.
 *
 *   z = g(f(view))  [N, P]     C = ẑa' ẑb / N  [P, P], ẑ standardised over the batch
 *   loss = Σ_i (C_ii - 1)^2 + λ Σ_{i≠j} C_ij^2
 */
import * as z from "zod";
import { barlowTwinsLoss, cosineEnergy } from "../losses/index.js";
import { concat, type Tensor } from "../tensor/index.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { deepProjector, projectorOptions } from "./projector.js";

const options = z.strictObject({
  redundancyWeight: z
    .number()
    .min(0)
    .default(0.02)
    .describe(
      "λ, weight of the off-diagonal correlations; narrower outputs have fewer and want more. 0: off.",
    ),
  hiddenDim: projectorOptions.hiddenDim.describe("Width of the projector's two hidden layers."),
  outputDim: projectorOptions.outputDim.default(256).describe("Size of the projected vectors."),
});

export const barlowTwins = defineMethod({
  name: "barlow-twins",
  title: "Barlow Twins",
  paper: "https://arxiv.org/abs/2103.03230",
  family: "information",
  taxonomy: "contrastive",
  couples: ["loss", "statistics"],
  options,
  views: [{ count: 2 }],
  batchStatistics: "separate",
  recipe: { learningRate: 3e-3 },
  project: deepProjector,
  heldUpBy: ({ redundancyWeight }) =>
    redundancyWeight === 0
      ? "`method.redundancyWeight` is 0: nothing keeps the outputs from all saying the same; give it a value such as 0.02."
      : "Barlow Twins is held up by redundancy reduction: look for a `method.redundancyWeight` that is too small, or a learning rate that is too high.",

  /** Minus the cosine of z: outputs of compatible views vary together. */
  energy: energyBetween(cosineEnergy, deepProjector),

  step({ scope, encode, views, eachView }, settings) {
    const pairs = eachView(views as [Tensor, Tensor], encode); // [N, D]
    const [za, zb] = eachView(pairs, (h) => deepProjector(scope, h, settings)); // [N, P]
    return { loss: barlowTwinsLoss(za, zb, settings), embedding: concat(pairs), pairs };
  },
});
