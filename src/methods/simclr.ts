/**
 * SimCLR: A Simple Framework for Contrastive Learning of Visual Representations.
 * Chen, Kornblith, Norouzi, Hinton, 2020. https://arxiv.org/abs/2002.05709
 *
 * Two views of each sample pass one encoder and a projection head. NT-Xent pulls the two views of a sample
 * together and pushes them from the other 2N - 2 views of the batch. The projection head is thrown away: the
 * encoder's output h is the representation.
 *
 *   h = f(view)  [2N, D]     z = g(h)  [2N, P]     loss = NT-Xent(z)
 *
 *   head formula:     z = W2 ReLU(W1 h), as the paper writes it (SPEC row 82): no biases, nothing normalised
 *   head normalised:  z = W2 ReLU(norm(W1 h)) + b, norm a batch normalisation with scale and shift
 *
 * The authors' code (google-research/simclr, model_util.py) is neither: it normalises after both layers, the last time
 * without a shift, gives the hidden layer the width of h, and has three layers unless told otherwise.
 *
 * The loss has kin, by option: the decoupled DCL and DCLW (Yeh et al., 2021), whose denominator leaves the positive
 * out, and InfoNCE in both directions (van den Oord et al., 2018), whose negatives are the other view's only. What is
 * compared is the cosine of z, or another similarity. Where positives are by class, views of the anchor's class are no
 * negatives; an anchor that finds none in its batch pushes nothing. With `negatives` off only the pull of the positive
 * is left, and all of z falls into one point: for the study of collapse.
 *
 * The metric `mutualInformationBound` is ln m - InfoNCE in nats, with the m candidates of the loss (2N - 1, or N for
 * InfoNCE; those of NT-Xent for DCL and DCLW, which are no InfoNCE themselves).
 */
import * as z from "zod";
import { candidatesInBatch, dcl, dclw, infoNce, ntXent, similarities } from "../losses/index.js";
import { mlp, type Scope } from "../nn/index.js";
import { add, concat, mean, mul, neg, split, type Tensor } from "../tensor/index.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projector, projectorOptions } from "./projector.js";

const options = z.strictObject({
  temperature: z.number().positive().default(0.2).describe("Softmax temperature of the loss."),
  ...projectorOptions,
  head: z
    .enum(["normalised", "formula"])
    .default("normalised")
    .describe(
      "normalised: the projector's hidden layer is batch-normalised; formula: W2 ReLU(W1 h), as the paper writes it, without biases.",
    ),
  loss: z
    .enum(["nt-xent", "info-nce", "dcl", "dclw"])
    .default("nt-xent")
    .describe(
      "nt-xent: against all other views; info-nce: against the other view's, both ways; dcl, dclw: nt-xent without the positive in the denominator, and with positives weighted.",
    ),
  similarity: z
    .enum(["cosine", "dot", "squared-distance"])
    .default("cosine")
    .describe(
      "What tells how alike two projections are: their cosine, inner product, or minus their squared distance. The last two want a higher temperature.",
    ),
  negatives: z.boolean().default(true).describe("Whether other samples push: without them SimCLR collapses."),
});

type Options = z.output<typeof options>;

/** g(h), of either form. */
function head(scope: Scope, h: Tensor, settings: Options): Tensor {
  if (settings.head === "normalised") return projector(scope, h, settings);
  return mlp(scope.child("projector"), h, [settings.hiddenDim, settings.outputDim], { bias: false });
}

/** Each loss, and the InfoNCE that it is or stands beside. */
const losses = {
  "nt-xent": ntXent,
  "info-nce": (za, zb, settings) => mul(add(infoNce(za, zb, settings), infoNce(zb, za, settings)), 0.5),
  dcl,
  dclw,
} as const satisfies Record<Options["loss"], typeof ntXent>;

export const simclr = defineMethod({
  name: "simclr",
  title: "SimCLR",
  paper: "https://arxiv.org/abs/2002.05709",
  family: "contrastive",
  taxonomy: "contrastive",
  couples: ({ negatives, head: form }) => [
    ...(negatives ? (["loss"] as const) : []),
    ...(form === "normalised" ? (["statistics"] as const) : []),
  ],
  options,
  views: [{ count: 2 }],
  pushesApart: true,
  project: head,
  heldUpBy: ({ negatives }) =>
    negatives
      ? "SimCLR is held up by its negatives: look for a batch that is too small, a temperature that is too high, or a learning rate that is too high."
      : "`method.negatives` is off, and nothing else holds SimCLR up: turn it on.",

  /** What the loss pushes down for two views of a sample and up for all others: minus the similarity of z. */
  energy: energyBetween((zx, zy, { similarity }) => neg(similarities[similarity].pairs(zx, zy)), head),

  step({ scope, encode, views, classOf: classes }, settings) {
    const { temperature, loss: name } = settings;
    const similarity = similarities[settings.similarity];
    const h = encode(concat(views)); // [2N, D]
    const pairs = split(h, 2) as [Tensor, Tensor];
    const [za, zb] = split(head(scope, h, settings), 2) as [Tensor, Tensor]; // [N, P]
    if (!settings.negatives) {
      // The part of every one of these losses that has no negatives: -mean s / τ.
      return { loss: mul(mean(similarity.pairs(za, zb)), -1 / temperature), embedding: h, pairs };
    }
    const contrast = { temperature, similarity, classes };
    const loss = losses[name](za, zb, contrast);
    const oneView = name === "info-nce";
    return {
      loss,
      embedding: h,
      pairs,
      infoNce: {
        loss: oneView || name === "nt-xent" ? loss : ntXent(za, zb, contrast),
        candidates: candidatesInBatch(za, classes, oneView ? 1 : 2),
      },
    };
  },
});
