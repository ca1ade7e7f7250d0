/**
 * VISReg: Variance-Invariance-Sketching Regularization for JEPA training.
 * Wu, Balestriero, Levine, 2026. https://arxiv.org/abs/2606.02572
 *
 * LeJEPA's prediction, held up in two separate ways: the deviation of every output is one (scale), and, once that is
 * divided out, sorted outputs along random slices lie where sorted normal draws would (shape). Scale keeps its slope at
 * collapse, where SIGReg's vanishes; shape asks for more than VICReg's covariance does.
 *
 *   z = g(f(view))  [V, N, P]     x = (z - mean) / stop(std) along random slices, sorted  [V, S, N]
 *   loss = (1 - λ) mean (z_v - mean of global z)^2
 *        + λ (mean (1 - std z_j)^2 + mean (x_(i) - Φ⁻¹(i / (N + 1)))^2 + mean (mean z_j)^2)
 *
 * The global views are all there are (V = 2) unless `localViews` adds small ones, as in LeJEPA.
 */
import * as z from "zod";
import { squaredDistanceEnergy, visRegLoss } from "../losses/index.js";
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
    .default(0.6)
    .describe(
      "λ, share of regularisation in the loss; the paper: 0.6 for small data sets, 0.9 for large ones.",
    ),
  scaleWeight: z.number().min(0).default(1).describe("Weight of the deviations within it. 0: off."),
  shapeWeight: z.number().min(0).default(1).describe("Weight of the slices' shape within it. 0: off."),
  centreWeight: z.number().min(0).default(1).describe("Weight of the means within it. 0: off."),
  slices: z.int().positive().default(128).describe("Random directions a step that shape is seen along."),
  localViews: localViewsOption,
  hiddenDim: projectorOptions.hiddenDim.describe("Width of the projector's two hidden layers."),
  outputDim: projectorOptions.outputDim.default(64).describe("Size of the projected vectors."),
});

export const visreg = defineMethod({
  name: "visreg",
  title: "VISReg",
  paper: "https://arxiv.org/abs/2606.02572",
  family: "information",
  taxonomy: "contrastive",
  couples: ["loss", "statistics"],
  options,
  views: globalAndLocalViews,
  project: deepProjector,
  heldUpBy: ({ regularisation, scaleWeight, shapeWeight }) =>
    regularisation === 0 || scaleWeight === 0
      ? "Nothing holds up VISReg's scale: give `method.regularisation` (0.6) and `method.scaleWeight` (1) values above 0."
      : shapeWeight === 0
        ? "`method.shapeWeight` is 0: nothing keeps the outputs from all saying the same; turn it on (1)."
        : "VISReg is held up by its scale and shape terms: look for a regularisation that is too small, or a learning rate that is too high.",

  /** |zx - zy|^2, what prediction pushes down. */
  energy: energyBetween(squaredDistanceEnergy, deepProjector),

  step(context, settings) {
    const { scope, views } = context;
    const n = views[0]?.shape[0] ?? 0;
    const h = encodeViews(context, views); // [V N, D]
    const outputs = reshape(deepProjector(scope, h, settings), [views.length, n, settings.outputDim]); // [V, N, P]
    const directions = normal(scope.key("slices"), [settings.outputDim, settings.slices]);
    return {
      loss: visRegLoss(outputs, directions, { ...settings, globals: 2 }),
      embedding: slice(h, 0, 0, 2 * n),
      pairs: [slice(h, 0, 0, n), slice(h, 0, n, 2 * n)],
    };
  },
});
