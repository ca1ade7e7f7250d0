/**
 * SimSiam: Exploring Simple Siamese Representation Learning.
 * Chen, He, 2021. https://arxiv.org/abs/2011.10566
 *
 * BYOL without the slow teacher: a predictor guesses, from one view, the projection of the other, and no gradient
 * flows into the projection that it guesses. Without the stopped gradient, or without the predictor, everything
 * becomes one point: both are options here, to see it happen.
 *
 *   z = g(f(view))  [N, P]     p = q(z)  [N, P]
 *   loss = -½ cos(p_a, stop z_b) - ½ cos(p_b, stop z_a), means over the batch
 */
import * as z from "zod";
import { cosineEnergy, negativeCosine } from "../losses/index.js";
import { mlp, type Scope } from "../nn/index.js";
import { add, concat, mul, stopGradient, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";

const options = z.strictObject({
  stopGradient: z.boolean().default(true).describe("Treat the guessed projection as a constant."),
  predictor: z.boolean().default(true).describe("Predict the other projection; off: compare with it."),
  hiddenDim: z.int().positive().default(256).describe("Width of the projector's two hidden layers."),
  outputDim: z.int().positive().default(256).describe("Size of the projected vectors."),
  predictorDim: z
    .int()
    .positive()
    .default(64)
    .describe("Width of the predictor's hidden layer: a bottleneck, a quarter of the projection's."),
});

type Options = z.output<typeof options>;

/** g: three layers, batch-normalised after the last too, without scale and shift there. */
function projector(scope: Scope, h: Tensor, { hiddenDim, outputDim }: Options): Tensor {
  const widths = [hiddenDim, hiddenDim, outputDim];
  return mlp(scope.child("projector"), h, widths, { norm: true, normLast: true });
}

/** q: `[N, P]` to `[N, P]` through a bottleneck. */
function predictor(scope: Scope, projection: Tensor, settings: Options): Tensor {
  const widths = [settings.predictorDim, settings.outputDim];
  return settings.predictor ? mlp(scope.child("predictor"), projection, widths, { norm: true }) : projection;
}

export const simsiam = defineMethod({
  name: "simsiam",
  title: "SimSiam",
  paper: "https://arxiv.org/abs/2011.10566",
  family: "self-distillation",
  taxonomy: "contrastive",
  couples: ["statistics"],
  options,
  views: [{ count: 2 }],
  batchStatistics: "separate",
  recipe: { learningRate: 2e-3 },
  project: projector,
  heldUpBy: (settings) =>
    !settings.stopGradient
      ? "`method.stopGradient` is off: SimSiam collapses without it; turn it on."
      : !settings.predictor
        ? "`method.predictor` is off: SimSiam collapses without it; turn it on."
        : "SimSiam is held up by the stopped gradient and its predictor: look for a learning rate that is too high, or a `method.predictorDim` that is too large.",

  /** Minus the cosine of x's prediction and y's projection. */
  energy({ scope, encode, x, y }, settings) {
    const [zx, zy] = [x, y].map((view) => projector(scope, encode(view), settings)) as [Tensor, Tensor];
    return cosineEnergy(predictor(scope, zx, settings), zy);
  },

  step({ scope, encode, views, eachView }, settings) {
    const pairs = eachView(views as [Tensor, Tensor], encode); // [N, D]
    const projections = eachView(pairs, (h) => projector(scope, h, settings)); // [N, P]
    const [pa, pb] = eachView(projections, (z) => predictor(scope, z, settings));
    const [za, zb] = settings.stopGradient
      ? (projections.map(stopGradient) as [Tensor, Tensor])
      : projections;
    return {
      loss: mul(add(negativeCosine(pa, zb), negativeCosine(pb, za)), 0.5),
      embedding: concat(pairs),
      pairs,
    };
  },
});
