/**
 * N-pairs: Improved Deep Metric Learning with Multi-class N-pair Loss Objective.
 * Sohn, 2016. https://papers.nips.cc/paper/6199-improved-deep-metric-learning-with-multi-class-n-pair-loss-objective
 *
 * A triplet has one negative; here an anchor is told from the positives of all other samples of the batch at once, by
 * inner products of vectors of any length, which a small weight on their squared lengths holds down. The paper takes
 * pairs of a class each; without labels a pair is two views of a sample, and with positives by class a batch may hold
 * several pairs of one class, which are then no negatives of each other.
 *
 *   z = g(f(view))  [2N, P]
 *   loss = mean_i log(1 + Σ_{j≠i} exp(z_i · z_j⁺ - z_i · z_i⁺)) + λ/4 (mean |z|² + mean |z⁺|²)
 */
import * as z from "zod";
import { candidatesInBatch, dotSimilarity, infoNce, nPairLoss } from "../losses/index.js";
import { concat, neg, split, type Tensor } from "../tensor/index.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projector, projectorOptions } from "./projector.js";

const options = z.strictObject({
  regularisation: z
    .number()
    .min(0)
    .default(0.002)
    .describe("λ, weight of the vectors' squared lengths, which are the loss's temperature."),
  ...projectorOptions,
});

export const nPair = defineMethod({
  name: "n-pair",
  title: "N-pairs",
  paper:
    "https://papers.nips.cc/paper/6199-improved-deep-metric-learning-with-multi-class-n-pair-loss-objective",
  family: "contrastive",
  taxonomy: "contrastive",
  couples: ["loss", "statistics"],
  options,
  views: [{ count: 2 }],
  pushesApart: true,
  project: projector,
  heldUpBy:
    "N-pairs are held up by the other pairs of the batch: look for a batch that is too small, a regularisation that is too large, or a learning rate that is too high.",

  /** Minus the inner product. */
  energy: energyBetween((zx, zy) => neg(dotSimilarity.pairs(zx, zy)), projector),

  step({ scope, encode, views, classOf: classes }, settings) {
    const h = encode(concat(views)); // [2N, D]
    const [za, zb] = split(projector(scope, h, settings), 2) as [Tensor, Tensor]; // [N, P]
    return {
      loss: nPairLoss(za, zb, { classes, regularisation: settings.regularisation }),
      embedding: h,
      pairs: split(h, 2) as [Tensor, Tensor],
      infoNce: {
        loss: infoNce(za, zb, { temperature: 1, similarity: dotSimilarity, classes }),
        candidates: candidatesInBatch(za, classes),
      },
    };
  },
});
