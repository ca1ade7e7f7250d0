/**
 * Triplets: FaceNet: A Unified Embedding for Face Recognition and Clustering.
 * Schroff, Kalenichenko, Philbin, 2015. https://arxiv.org/abs/1503.03832
 *
 * An anchor shall be nearer to its positive than to a negative, by a margin. Without labels the positive is the other
 * view of the sample, and the negative is another sample's view in the batch; what makes it work is to choose
 * negatives that are hard, but not so hard that everything falls into one point. Where positives are by class, so are
 * negatives: of another one. In a batch of one class there are none, and triplets have no slope.
 *
 *   z = g(f(view)) / |g(f(view))|  [2N, P]
 *   loss = mean max(0, |z - z⁺|² - |z - z⁻|² + margin), over all 2N anchors
 *
 * Vectors have unit length, as in the paper: a squared distance is then 2 - 2 cos, and no triplet can be satisfied by
 * scaling all vectors up. The loss of a batch is a mean here, so that it does not depend on the batch's size;
 * `tripletLoss` itself is the paper's sum.
 */
import * as z from "zod";
import { mineNegatives, minings, squaredDistanceEnergy, tripletLoss } from "../losses/index.js";
import { add, concat, gather, mul, type Tensor } from "../tensor/index.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projector, projectorOptions, unitProjector } from "./projector.js";

const options = z.strictObject({
  margin: z
    .number()
    .positive()
    .default(1)
    .describe("By how much farther negatives shall be, in squared distance: 0..4."),
  mining: z
    .enum(minings)
    .default("semi-hard")
    .describe(
      "The negative: a random one, the nearest beyond the positive (semi-hard), or the nearest (hardest).",
    ),
  ...projectorOptions,
});

export const triplet = defineMethod({
  name: "triplet",
  title: "Triplet",
  paper: "https://arxiv.org/abs/1503.03832",
  family: "contrastive",
  taxonomy: "contrastive",
  couples: ["loss", "statistics"],
  options,
  views: [{ count: 2 }],
  batchStatistics: "separate",
  pushesApart: true,
  project: projector,
  heldUpBy: ({ mining }) =>
    mining === "hardest"
      ? "The hardest negatives can pull everything into one point, early on above all: use semi-hard mining, or a lower learning rate."
      : "Triplets are held up by the margin to negatives: look for a margin that is too small, or a learning rate that is too high.",

  /** The squared distance on the unit sphere. */
  energy: energyBetween(squaredDistanceEnergy, unitProjector),

  step({ scope, encode, views, eachView, classOf }, settings) {
    const pairs = eachView(views as [Tensor, Tensor], encode); // [N, D]
    const [za, zb] = eachView(pairs, (h) => unitProjector(scope, h, settings)); // [N, P]
    const anchored = (anchors: Tensor, positives: Tensor, name: string) => {
      const { mining } = settings;
      const rows = mineNegatives(anchors, positives, { mining, key: scope.key(name), classes: classOf });
      return tripletLoss(anchors, positives, gather(positives, rows), settings);
    };
    const total = add(anchored(za, zb, "first"), anchored(zb, za, "second"));
    return {
      loss: mul(total, 0.5 / (za.shape[0] ?? 1)),
      embedding: concat(pairs),
      pairs,
    };
  },
});
