/**
 * Relative patch position: Unsupervised Visual Representation Learning by Context Prediction.
 * Doersch, Gupta, Efros, 2015. https://arxiv.org/abs/1505.05192
 *
 * Of nine patches of a picture in a 3 x 3 grid two are shown, the middle one and another. The encoder sees each alone,
 * and a head has to say in which of the eight places around the first the second lies: for that it has to know what
 * parts things have, and where.
 *
 *   h = f(patch), two a picture  [2N, D]     logits = g(h_1, h_2)  [N, 8]     loss = mean of -log softmax(logits)_place
 *
 * The paper's defences against solving it without knowing anything, all on by default: a gap between the patches, and
 * jitter of where each lies, so that no line goes on from one to the next; some patches are shrunk to as little as 100
 * pixels in all and enlarged again (patches of up to 10 x 10 have no more than that, and stay); and of colour pictures
 * two colours in three are dropped, or green and magenta moved to grey, for a lens shifts colours by how far from its
 * middle they lie. Each patch is standardised by itself.
 *
 * The first patch lies anywhere from which the second is inside the picture, to the pixel (the paper: in a grid).
 */

import * as z from "zod";
import { type AugmentationRecipe, view } from "../augment/index.js";
import type { PictureFacts } from "../encoders/index.js";
import { crossEntropy } from "../losses/index.js";
import type { Scope } from "../nn/index.js";
import { accuracy, argMax, cast, clip, type Tensor } from "../tensor/index.js";
import { comparePatches, patchOptions } from "./compare-patches.js";
import { defineMethod } from "./method.js";
import { neighbouringPatches, placed } from "./neighbouring-patches.js";
import { plainView } from "./reconstruction.js";

const share = z.number().min(0).max(1);

const options = z.strictObject({
  patch: z
    .number()
    .positive()
    .max(0.5)
    .default(0.3)
    .describe("A patch's side as a share of the picture's shorter one; rounded to 4 pixels or more."),
  gap: share.default(0.5).describe("Room between the patches, as a share of a patch's side. 0: none."),
  jitter: share
    .default(0.07)
    .describe(
      "How far each patch is moved at most, as a share of its side; at least a pixel. 0: not at all.",
    ),
  downsample: share.default(0.3).describe("Share of patches that is shrunk and enlarged again."),
  pixels: z
    .int()
    .positive()
    .default(100)
    .describe("The least number of pixels in all that these are shrunk to."),
  colour: z
    .enum(["dropping", "projection", "none"])
    .default("dropping")
    .describe(
      "Of colour pictures: dropping: two colours in three are faint noise; projection: green and magenta move to grey.",
    ),
  ...patchOptions,
});

type Options = z.output<typeof options>;

/** The defences that change what patches look like. */
function defended(scope: Scope, patches: Tensor, scale: PictureFacts, settings: Options): Tensor {
  const [, , height = 0, width = 0] = patches.shape;
  const recipe: AugmentationRecipe = [
    { name: "downsampling", options: { pixels: settings.pixels, probability: settings.downsample } },
    ...(settings.colour === "none" ? [] : [{ name: `colour-${settings.colour}` }]),
  ];
  return scale.fromPixels(view(scale.toPixels(patches), scope.key("defences"), recipe, { height, width }));
}

export const patchPosition = defineMethod({
  name: "patch-position",
  title: "Relative patch position",
  paper: "https://arxiv.org/abs/1505.05192",
  family: "pretext",
  taxonomy: "contrastive",
  reads: "pictures",
  couples: ["statistics"],
  options,
  views: plainView,

  reconstruct(context, settings) {
    const { patches, truth } = neighbouringPatches(context.scope, context.x, settings);
    const seen = defended(context.scope, patches, context, settings);
    const { logits } = comparePatches(context, seen, context.x.shape[0] ?? 0, 8, settings);
    const picture = (place: Tensor) => clip(context.toPixels(placed(seen, place)), 0, 1);
    return { panels: { "two patches": picture(truth), guess: picture(cast(argMax(logits), "int32")) } };
  },

  step(context, settings) {
    const x = context.views[0] as Tensor; // [N, C, H, W]
    const { patches, truth } = neighbouringPatches(context.scope, x, settings);
    const seen = defended(context.scope, patches, context, settings); // [2N, C, s, s]
    const { embedding, logits } = comparePatches(context, seen, x.shape[0] ?? 0, 8, settings);
    return {
      loss: crossEntropy(logits, truth),
      embedding, // [2N, D]
      metrics: { accuracy: accuracy(logits, truth) },
    };
  },
});
