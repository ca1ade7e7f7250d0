/**
 * SimCLR: A Simple Framework for Contrastive Learning of Visual Representations.
 * Chen, Kornblith, Norouzi, Hinton, 2020. https://arxiv.org/abs/2002.05709
 *
 * Two views of each sample pass one encoder and a projection head. NT-Xent pulls the two views of a sample
 * together and pushes them from the other 2N - 2 views of the batch. The projection head is thrown away: the
 * encoder's output h is the representation.
 *
 *   h = f(view)  [2N, D]     z = W2 ReLU(W1 h)  [2N, P]     loss = NT-Xent(z)
 *
 * The loss has kin, by option: the decoupled DCL and DCLW (Yeh et al., 2021), whose denominator leaves the positive
 * out, and InfoNCE in both directions (van den Oord et al., 2018), whose negatives are the other view's only. With
 * `negatives` off only the pull of the positive is left, and all of z falls into one point: for the study of collapse.
 */
import * as z from "zod";
import { cosineEnergy, dcl, dclw, infoNce, ntXent } from "../losses/index.js";
import { add, concat, mean, mul, split, type Tensor } from "../tensor/index.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projector, projectorOptions } from "./projector.js";

const options = z.strictObject({
  temperature: z.number().positive().default(0.2).describe("Softmax temperature of the loss."),
  ...projectorOptions,
  loss: z
    .enum(["nt-xent", "info-nce", "dcl", "dclw"])
    .default("nt-xent")
    .describe(
      "nt-xent: against all other views; info-nce: against the other view's, both ways; dcl, dclw: nt-xent without the positive in the denominator, and with positives weighted.",
    ),
  negatives: z.boolean().default(true).describe("Whether other samples push: without them SimCLR collapses."),
});

type Options = z.output<typeof options>;

const losses = {
  "nt-xent": ntXent,
  "info-nce": (za, zb, settings) => mul(add(infoNce(za, zb, settings), infoNce(zb, za, settings)), 0.5),
  dcl,
  dclw,
} satisfies Record<Options["loss"], (za: Tensor, zb: Tensor, settings: { temperature: number }) => Tensor>;

/** The part of every one of these losses that has no negatives: -mean s / τ. */
function pullOnly(za: Tensor, zb: Tensor, { temperature }: Options): Tensor {
  return mul(mean(cosineEnergy(za, zb)), 1 / temperature);
}

export const simclr = defineMethod({
  name: "simclr",
  title: "SimCLR",
  paper: "https://arxiv.org/abs/2002.05709",
  family: "contrastive",
  options,
  views: [{ count: 2 }],
  project: projector,
  heldUpBy: ({ negatives }) =>
    negatives
      ? "SimCLR is held up by its negatives: look for a batch that is too small, a temperature that is too high, or a learning rate that is too high."
      : "The option negatives is off, and nothing else holds SimCLR up: turn it on.",

  /** What the loss pushes down for two views of a sample and up for all others: minus the cosine of z. */
  energy: energyBetween(cosineEnergy, projector),

  step({ scope, encode, views }, settings) {
    const h = encode(concat(views)); // [2N, D]
    const [ha, hb] = split(h, 2) as [Tensor, Tensor];
    const [za, zb] = split(projector(scope, h, settings), 2) as [Tensor, Tensor]; // [N, P]
    const loss = settings.negatives ? losses[settings.loss] : pullOnly;
    return { loss: loss(za, zb, settings), embedding: h, pairs: [ha, hb] };
  },
});
