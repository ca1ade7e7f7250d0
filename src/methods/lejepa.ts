/**
 * LeJEPA: Provable and Scalable Self-Supervised Learning Without the Heuristics.
 * Balestriero, LeCun, 2025. https://arxiv.org/abs/2511.08544
 *
 * Every view predicts the mean of the two global views' outputs, and every view's batch should look like draws from a
 * standard normal distribution, which a test of random one-dimensional slices (SIGReg) measures. There is no teacher,
 * no stop-gradient, no predictor and one weight.
 *
 *   z = g(f(view))  [V, N, P]     x = z along random slices  [V, S, N]
 *   loss = (1 - λ) mean (z_v - mean of global z)^2 + λ N ∫ |mean_i exp(i t x_i) - exp(-t²/2)|² exp(-t²/2) dt
 *
 * The global views are all there are (V = 2) unless `localViews` adds small ones, of which the paper has several: in a
 * few hundred steps the time that they cost teaches more when it goes into further steps.
 */
import * as z from "zod";
import { leJepaLoss, squaredDistanceEnergy } from "../losses/index.js";
import { normal } from "../random/index.js";
import { reshape, slice } from "../tensor/index.js";
import { encodeViews } from "./encode-views.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { globalAndLocalViews, localViewsOption } from "./multi-crop.js";
import { deepProjector, projectorOptions } from "./projector.js";

const options = z.strictObject({
  regularisation: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe("λ, share of SIGReg in the loss; 0.01 to 0.1 in the paper. 0: off."),
  slices: z.int().positive().default(128).describe("Random directions a step that SIGReg looks along."),
  localViews: localViewsOption,
  hiddenDim: projectorOptions.hiddenDim.describe("Width of the projector's two hidden layers."),
  outputDim: projectorOptions.outputDim.default(32).describe("Size of the projected vectors."),
});

export const lejepa = defineMethod({
  name: "lejepa",
  title: "LeJEPA",
  paper: "https://arxiv.org/abs/2511.08544",
  family: "information",
  taxonomy: "contrastive",
  couples: ["loss", "statistics"],
  options,
  views: globalAndLocalViews,
  recipe: { learningRate: 5e-3 },
  project: deepProjector,
  heldUpBy: ({ regularisation }) =>
    regularisation === 0
      ? "`method.regularisation` is 0: LeJEPA collapses without SIGReg; turn it on (0.05)."
      : "LeJEPA is held up by SIGReg alone, whose slope vanishes at collapse: look for a regularisation that is too small, or a learning rate that is too high.",

  /** |zx - zy|^2, what prediction pushes down. */
  energy: energyBetween(squaredDistanceEnergy, deepProjector),

  step(context, settings) {
    const { scope, views } = context;
    const n = views[0]?.shape[0] ?? 0;
    const h = encodeViews(context, views); // [V N, D]
    const outputs = reshape(deepProjector(scope, h, settings), [views.length, n, settings.outputDim]); // [V, N, P]
    const directions = normal(scope.key("slices"), [settings.outputDim, settings.slices]);
    return {
      loss: leJepaLoss(outputs, directions, { globals: 2, regularisation: settings.regularisation }),
      embedding: slice(h, 0, 0, 2 * n),
      pairs: [slice(h, 0, 0, n), slice(h, 0, n, 2 * n)],
    };
  },
});
