/**
 * VICReg: Variance-Invariance-Covariance Regularization for Self-Supervised Learning.
 * Bardes, Ponce, LeCun, 2022. https://arxiv.org/abs/2105.04906
 *
 * Two views of each sample should have the same output (invariance), while over the batch every output keeps a
 * deviation of at least one (variance) and no two outputs vary together (covariance). Each view is held up by itself,
 * without negatives, normalised outputs or a teacher. The projector g is the paper's expander.
 *
 *   z = g(f(view))  [N, P]     v(z) = mean_j max(0, 1 - std z_j)     c(z) = Σ_{i≠j} Cov(z)_ij^2 / P
 *   loss = λ mean (za - zb)^2 + μ (v(za) + v(zb)) / 2 + ν (c(za) + c(zb))
 */
import * as z from "zod";
import { squaredDistanceEnergy, vicRegLoss } from "../losses/index.js";
import { concat, type Tensor } from "../tensor/index.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { deepProjector, projectorOptions } from "./projector.js";

const options = z.strictObject({
  invarianceWeight: z.number().min(0).default(25).describe("λ, weight of agreement between views. 0: off."),
  varianceWeight: z.number().min(0).default(25).describe("μ, weight of the variance term. 0: off."),
  covarianceWeight: z.number().min(0).default(1).describe("ν, weight of the covariance term. 0: off."),
  hiddenDim: projectorOptions.hiddenDim.describe("Width of the expander's two hidden layers."),
  outputDim: projectorOptions.outputDim.default(256).describe("Size of the expanded vectors."),
});

export const vicreg = defineMethod({
  name: "vicreg",
  title: "VICReg",
  paper: "https://arxiv.org/abs/2105.04906",
  family: "information",
  taxonomy: "contrastive",
  couples: ({ varianceWeight, covarianceWeight }) =>
    varianceWeight > 0 || covarianceWeight > 0 ? ["loss", "statistics"] : ["statistics"],
  options,
  views: [{ count: 2 }],
  batchStatistics: "separate",
  project: deepProjector,
  heldUpBy: ({ varianceWeight, covarianceWeight }) =>
    varianceWeight === 0
      ? "`method.varianceWeight` is 0: VICReg collapses to a constant without its variance term; turn it on (25)."
      : covarianceWeight === 0
        ? "`method.covarianceWeight` is 0: nothing keeps the outputs from all saying the same; turn it on (1)."
        : "VICReg is held up by its variance and covariance terms: look for an `method.invarianceWeight` that outweighs them, or a learning rate that is too high.",

  /** |zx - zy|^2, what the invariance term pushes down. */
  energy: energyBetween(squaredDistanceEnergy, deepProjector),

  step({ scope, encode, views, eachView }, settings) {
    const pairs = eachView(views as [Tensor, Tensor], encode); // [N, D]
    const [za, zb] = eachView(pairs, (h) => deepProjector(scope, h, settings)); // [N, P]
    return { loss: vicRegLoss(za, zb, settings), embedding: concat(pairs), pairs };
  },
});
