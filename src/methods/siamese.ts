/**
 * Siamese network on pairs: Dimensionality Reduction by Learning an Invariant Mapping.
 * Hadsell, Chopra, LeCun, 2006. https://doi.org/10.1109/CVPR.2006.100
 *
 * The same network sees both of a pair. Similar pairs (two views of a sample) shall be close, others (a view and that of
 * another sample) at least a margin apart: half of a batch's 2N pairs are of each kind. The other sample is the one
 * before in the batch; where positives are by class, the first one before that is of another class (SPEC row 111), and
 * in a batch of one class the pair is the similar one again.
 *
 *   d = |z_0 - z_1|, z = g(f(view)) / |g(f(view))|  [2N, P]
 *   ranking:  mean of d over similar pairs and max(0, margin - d) over others
 *   keras:    the same with both terms squared (its labels are the other way round: 1 is dissimilar)
 *
 * Vectors have unit length, so that the margin means the same throughout training: vectors at right angles are √2
 * apart.
 */
import * as z from "zod";
import { kerasContrastive, nextOthers, pairwiseRanking, squaredDistanceEnergy } from "../losses/index.js";
import { cast, concat, equal, full, gather, range, roll, sub, type Tensor } from "../tensor/index.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projectorOptions, unitProjector } from "./projector.js";

const options = z.strictObject({
  convention: z
    .enum(["ranking", "keras"])
    .default("keras")
    .describe(
      "ranking: distances as they are; keras: squared terms, which tell near pairs from very near ones.",
    ),
  margin: z
    .number()
    .positive()
    .default(1)
    .describe("How far apart other pairs shall be, as a distance: 0..2."),
  ...projectorOptions,
});

export const siamese = defineMethod({
  name: "siamese",
  title: "Pairwise siamese",
  paper: "https://doi.org/10.1109/CVPR.2006.100",
  family: "contrastive",
  taxonomy: "contrastive",
  couples: ["loss", "statistics"],
  options,
  views: [{ count: 2 }],
  batchStatistics: "separate",
  pushesApart: true,
  project: unitProjector,
  heldUpBy:
    "Pairs are held up by the margin that dissimilar ones keep: look for a margin that is too small, or a learning rate that is too high.",

  /** The squared distance on the unit sphere, which orders pairs as the distance does. */
  energy: energyBetween(squaredDistanceEnergy, unitProjector),

  step({ scope, encode, views, eachView, classOf }, settings) {
    const pairs = eachView(views as [Tensor, Tensor], encode); // [N, D]
    const [za, zb] = eachView(pairs, (h) => unitProjector(scope, h, settings)); // [N, P]
    const n = za.shape[0] ?? 0;
    const others = classOf && nextOthers(classOf); // [N]
    const [first, second] = [concat([za, za]), concat([zb, others ? gather(zb, others) : roll(zb, 1)])]; // [2N, P]
    const alone = others ? cast(equal(others, range(n)), "float32") : full([n], 0); // 1 where the other is itself
    const similar = concat([full([n], 1), alone]); // [2N]
    const loss =
      settings.convention === "ranking"
        ? pairwiseRanking(first, second, similar, settings)
        : kerasContrastive(first, second, sub(1, similar), settings);
    return { loss, embedding: concat(pairs), pairs };
  },
});
