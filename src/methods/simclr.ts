/**
 * SimCLR: A Simple Framework for Contrastive Learning of Visual Representations.
 * Chen, Kornblith, Norouzi, Hinton, 2020. https://arxiv.org/abs/2002.05709
 *
 * Two views of each sample pass one encoder and a projection head. NT-Xent pulls the two views of a sample
 * together and pushes them from the other 2N - 2 views of the batch. The projection head is thrown away: the
 * encoder's output h is the representation.
 *
 *   h = f(view)  [2N, D]     z = W2 ReLU(W1 h)  [2N, P]     loss = NT-Xent(z)
 */
import * as z from "zod";
import { cosineEnergy, ntXent } from "../losses/index.js";
import { mlp, type Scope } from "../nn/index.js";
import { concat, split, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";

const options = z.strictObject({
  temperature: z.number().positive().default(0.2).describe("Softmax temperature of NT-Xent."),
  hiddenDim: z.int().positive().default(256).describe("Width of the projection head's hidden layer."),
  outputDim: z.int().positive().default(128).describe("Size of the projected vectors."),
});

/** g(h): one hidden layer, batch-normalised as in the authors' code; `[N, D]` to `[N, P]`. */
function projector(scope: Scope, h: Tensor, { hiddenDim, outputDim }: z.output<typeof options>): Tensor {
  return mlp(scope.child("projector"), h, [hiddenDim, outputDim], { norm: true });
}

export const simclr = defineMethod({
  name: "simclr",
  title: "SimCLR",
  paper: "https://arxiv.org/abs/2002.05709",
  family: "contrastive",
  options,
  views: [{ count: 2 }],
  recipe: {
    optimizer: "adamw",
    learningRate: 1e-2,
    weightDecay: 1e-4,
    batchSize: 128,
    epochs: 5,
    warmupEpochs: 0.2,
    schedule: "cosine",
  },
  project: projector,
  heldUpBy:
    "SimCLR is held up by its negatives: look for a batch that is too small, a temperature that is too high, or a learning rate that is too high.",

  /** What NT-Xent pushes down for two views of a sample and up for all others: minus the cosine of z. */
  energy({ scope, encode, x, y }, settings) {
    const [zx, zy] = [x, y].map((view) => projector(scope, encode(view), settings)) as [Tensor, Tensor];
    return cosineEnergy(zx, zy);
  },

  step({ scope, encode, views }, settings) {
    const h = encode(concat(views)); // [2N, D]
    const [ha, hb] = split(h, 2) as [Tensor, Tensor];
    const [za, zb] = split(projector(scope, h, settings), 2) as [Tensor, Tensor]; // [N, P]
    return { loss: ntXent(za, zb, settings), embedding: h, pairs: [ha, hb] };
  },
});
