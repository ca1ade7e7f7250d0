/**
 * Triplets: FaceNet: A Unified Embedding for Face Recognition and Clustering.
 * Schroff, Kalenichenko, Philbin, 2015. https://arxiv.org/abs/1503.03832
 *
 * An anchor shall be nearer to its positive than to a negative, by a margin. Without labels the positive is the other
 * view of the sample, and the negative is another sample's view in the batch; what makes it work is to choose
 * negatives that are hard, but not so hard that everything falls into one point.
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
import { mlp, type Scope } from "../nn/index.js";
import { add, concat, gather, mul, normalise, split, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";

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
  hiddenDim: z.int().positive().default(256).describe("Width of the projection head's hidden layer."),
  outputDim: z.int().positive().default(128).describe("Size of the projected vectors."),
});

function projector(scope: Scope, h: Tensor, { hiddenDim, outputDim }: z.output<typeof options>): Tensor {
  return mlp(scope.child("projector"), h, [hiddenDim, outputDim], { norm: true });
}

export const triplet = defineMethod({
  name: "triplet",
  title: "Triplet",
  paper: "https://arxiv.org/abs/1503.03832",
  family: "contrastive",
  options,
  views: [{ count: 2 }],
  project: projector,
  heldUpBy: ({ mining }) =>
    mining === "hardest"
      ? "The hardest negatives can pull everything into one point, early on above all: use semi-hard mining, or a lower learning rate."
      : "Triplets are held up by the margin to negatives: look for a margin that is too small, or a learning rate that is too high.",

  /** The squared distance on the unit sphere. */
  energy({ scope, encode, x, y }, settings) {
    const [zx, zy] = [x, y].map((view) => normalise(projector(scope, encode(view), settings))) as [
      Tensor,
      Tensor,
    ];
    return squaredDistanceEnergy(zx, zy);
  },

  step({ scope, encode, views }, settings) {
    const h = encode(concat(views)); // [2N, D]
    const [za, zb] = split(normalise(projector(scope, h, settings)), 2) as [Tensor, Tensor]; // [N, P]
    const anchored = (anchors: Tensor, positives: Tensor, name: string) => {
      const rows = mineNegatives(anchors, positives, { mining: settings.mining, key: scope.key(name) });
      return tripletLoss(anchors, positives, gather(positives, rows), settings);
    };
    const total = add(anchored(za, zb, "first"), anchored(zb, za, "second"));
    return {
      loss: mul(total, 1 / (h.shape[0] ?? 1)),
      embedding: h,
      pairs: split(h, 2) as [Tensor, Tensor],
    };
  },
});
