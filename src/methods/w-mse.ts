/**
 * W-MSE: Whitening for Self-Supervised Representation Learning.
 * Ermolov, Siarohin, Sangineto, Sebe, 2021. https://arxiv.org/abs/2007.06346
 *
 * Over the batch, each view's outputs are whitened: centred, and turned and scaled until their covariance is the
 * identity. Then the views of a sample are pulled together on the sphere. What is white cannot collapse, so the pull is
 * the whole loss.
 *
 *   z = g(f(view))  [N, P]     v = W (z - mean z), W Cov(z) W' = I     loss = mean 2 - 2 cos(va, vb)
 *
 * A covariance of P outputs wants at least 2P samples: outputDim is at most half of the batch (or sub-batch). The
 * authors take 64 of 128 over hundreds of epochs; in few epochs so many fit the batch's noise, and 16 learn more. The
 * ridge has to be small: directions that lie below it are not whitened, and may fade out while one grows.
 */
import * as z from "zod";
import { cosineEnergy, whitener, whiteningMse } from "../losses/index.js";
import type { Scope } from "../nn/index.js";
import {
  add,
  concat,
  covariance,
  matmul,
  mean,
  mul,
  reshape,
  stopGradient,
  sub,
  type Tensor,
} from "../tensor/index.js";
import { defineMethod } from "./method.js";
import { projector, projectorOptions } from "./projector.js";

const options = z.strictObject({
  subBatches: z
    .int()
    .positive()
    .default(1)
    .describe("Parts of the batch that are whitened each by itself; must divide the batch."),
  ridge: z
    .number()
    .min(0)
    .default(1e-5)
    .describe(
      "Added to the covariance before whitening, as a fraction of its mean variance; at 1e-3 one direction can outgrow the others.",
    ),
  ...projectorOptions,
  outputDim: projectorOptions.outputDim
    .default(16)
    .describe("Size of the projected vectors: at most half of the samples that are whitened together."),
});

/** Running mean and covariance of the outputs: whitening for single samples. */
function statistics(scope: Scope, outputDim: number): { centre: Tensor; spread: Tensor } {
  const whitening = scope.child("whitening");
  return {
    centre: whitening.state("mean", [outputDim]),
    spread: whitening.state("covariance", [outputDim, outputDim]),
  };
}

/** Moves the running statistics a tenth of the way to the batch's. */
function follow(scope: Scope, outputs: Tensor, outputDim: number): void {
  const { centre, spread } = statistics(scope, outputDim);
  const moved = (from: Tensor, to: Tensor) => add(mul(from, 0.9), mul(stopGradient(to), 0.1));
  scope.child("whitening").assign("mean", moved(centre, mean(outputs, 0)));
  scope.child("whitening").assign("covariance", moved(spread, covariance(outputs).covariance));
}

export const wMse = defineMethod({
  name: "w-mse",
  title: "W-MSE",
  paper: "https://arxiv.org/abs/2007.06346",
  family: "information",
  taxonomy: "contrastive",
  couples: ["loss", "statistics", "state"],
  options,
  views: [{ count: 2 }],
  batchStatistics: "separate",
  project: projector,
  recipe: { learningRate: 3e-3 },
  heldUpBy:
    "W-MSE is held up by whitening: look for an `method.outputDim` above half of the batch, a ridge that is too large, or a learning rate that is too high.",

  /** Minus the cosine of the outputs, whitened by the running statistics. */
  energy({ scope, encode, x, y }, settings) {
    const { centre, spread } = statistics(scope, settings.outputDim);
    const w = whitener(spread, settings.ridge);
    const [vx, vy] = [x, y].map((view) =>
      matmul(sub(projector(scope, encode(view), settings), centre), w, { transposeB: true }),
    ) as [Tensor, Tensor];
    return cosineEnergy(vx, vy);
  },

  step({ scope, encode, views, eachView }, settings) {
    const pairs = eachView(views as [Tensor, Tensor], encode); // [N, D]
    // The authors' code normalises the head's batch over both views.
    const h = concat(pairs); // [2N, D]
    const outputs = projector(scope, h, settings); // [2N, P]
    follow(scope, outputs, settings.outputDim);
    return {
      loss: whiteningMse(reshape(outputs, [views.length, -1, settings.outputDim]), settings),
      embedding: h,
      pairs,
    };
  },
});
