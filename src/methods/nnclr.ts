/**
 * NNCLR: With a Little Help from My Friends: Nearest-Neighbor Contrastive Learning of Visual Representations.
 * Dwibedi, Aytar, Tompson, Sermanet, Zisserman, 2021. https://arxiv.org/abs/2104.14548
 *
 * The positive of a view is not the other view itself but what lies nearest to it among the projections of earlier
 * batches: another sample that looks alike. So views may differ by more than an augmentation can make them differ.
 *
 *   z = g(f(view))  [N, P]     p = predictor(z)  [N, P]     queue  [K, P], of first views
 *   loss = 1/2 (InfoNCE(NN(z_a), p_b) + InfoNCE(NN(z_b), p_a)), NN(z) the queue's row of greatest cosine
 */
import * as z from "zod";
import { candidatesInBatch, cosineEnergy, cosineSimilarities, infoNce } from "../losses/index.js";
import { mlp, type Scope } from "../nn/index.js";
import { add, argMax, concat, gather, mul, normalise, stopGradient, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";
import { projectorOptions } from "./projector.js";
import { queue } from "./queue.js";

const options = z.strictObject({
  temperature: z.number().positive().default(0.1).describe("Softmax temperature of the loss."),
  queueSize: z
    .int()
    .positive()
    .default(2048)
    .describe("Projections of earlier batches to find neighbours among."),
  ...projectorOptions,
  hiddenDim: projectorOptions.hiddenDim.describe("Width of the heads' hidden layers."),
});

type Options = z.output<typeof options>;

/** g: normalised after the last layer too. */
function projector(scope: Scope, h: Tensor, { hiddenDim, outputDim }: Options): Tensor {
  return mlp(scope.child("projector"), h, [hiddenDim, outputDim], { norm: true, normLast: true });
}

function predictor(scope: Scope, projection: Tensor, { hiddenDim, outputDim }: Options): Tensor {
  return mlp(scope.child("predictor"), projection, [hiddenDim, outputDim], { norm: true });
}

/** The row of the memory that has the greatest cosine with each row of z, `[N, P]`; no gradient flows through it. */
function nearest(z: Tensor, memory: Tensor): Tensor {
  return gather(memory, argMax(cosineSimilarities(stopGradient(z), memory)));
}

export const nnclr = defineMethod({
  name: "nnclr",
  title: "NNCLR",
  paper: "https://arxiv.org/abs/2104.14548",
  family: "contrastive",
  taxonomy: "contrastive",
  couples: ["loss", "statistics", "state"],
  options,
  views: [{ count: 2 }],
  batchStatistics: "separate",
  pushesApart: true,
  project: projector,
  heldUpBy:
    "NNCLR is held up by its negatives: look for a batch that is too small, a temperature that is too high, or a queue so short that neighbours are strangers.",

  /** Minus the cosine of x's projection and y's prediction. */
  energy({ scope, encode, x, y }, settings) {
    const [zx, zy] = [x, y].map((view) => projector(scope, encode(view), settings)) as [Tensor, Tensor];
    return cosineEnergy(zx, predictor(scope, zy, settings));
  },

  step({ scope, encode, views, eachView, classOf: classes }, settings) {
    const { temperature } = settings;
    const pairs = eachView(views as [Tensor, Tensor], encode); // [N, D]
    const projections = eachView(pairs, (h) => projector(scope, h, settings)); // [N, P]
    const [za, zb] = projections;
    const [pa, pb] = eachView(projections, (z) => predictor(scope, z, settings));
    const { rows, push } = queue(scope, "queue", settings.queueSize, settings.outputDim);
    push(normalise(za));
    const contrast = (z: Tensor, p: Tensor) => infoNce(nearest(z, rows), p, { temperature, classes });
    const loss = mul(add(contrast(za, pb), contrast(zb, pa)), 0.5);
    const candidates = candidatesInBatch(za, classes);
    return { loss, embedding: concat(pairs), pairs, infoNce: { loss, candidates } };
  },
});
