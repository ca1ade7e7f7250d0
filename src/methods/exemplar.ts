/**
 * Exemplar: Discriminative Unsupervised Feature Learning with Exemplar Convolutional Neural Networks.
 * Dosovitskiy, Fischer, Springenberg, Riedmiller, Brox, 2014. https://arxiv.org/abs/1406.6909
 *
 * One patch of each picture is a class of its own. The encoder sees it moved, turned, scaled and recoloured, otherwise
 * every time, and a classifier has to say whose it is: so it must not care for what such distortions change.
 *
 *   T = a random distortion     logits = g(f(T patch_i))  [N, S]     loss = mean of -log softmax(logits)_i
 *
 * Patches are taken where something is to be seen: of some places and sizes drawn once for each picture, the one with
 * the greatest mean squared gradient of brightness. Distortions of place are as large as the paper's; those of colour
 * are factors, where the paper takes powers and principal components. Patches keep the scale of their picture, as in the
 * paper, so that what the encoder learns of them is of use to whole pictures; only where they differ in size are they
 * brought to one. g has a hidden layer, as the paper's net has below its classifier: it takes up what only serves to tell
 * thousands of classes apart.
 *
 * Samples are spread over the data, S at most. The classifier has a row for each: it costs N S multiply-adds for each
 * number of its hidden layer, and with many classes some pictures look alike, whom nothing can tell apart. The authors
 * got the most out of some thousands.
 */
import * as z from "zod";
import { type AugmentationRecipe, view } from "../augment/index.js";
import { crossEntropy } from "../losses/index.js";
import { mlp, uniformInit } from "../nn/index.js";
import { uniform } from "../random/index.js";
import { accuracy, gather, reshape, type Tensor } from "../tensor/index.js";
import { patchSide } from "./cut-patches.js";
import { exemplaryPatch } from "./exemplary-patch.js";
import { defineMethod } from "./method.js";
import { plainView } from "./reconstruction.js";
import type { PictureModel } from "./step.js";

const options = z.strictObject({
  classes: z
    .int()
    .min(2)
    .max(100_000)
    .default(8_000)
    .describe("S, how many samples are a class at most; others do not train."),
  candidates: z
    .int()
    .positive()
    .default(8)
    .describe(
      "Places and sizes that are drawn for each picture, to take the patch from where most is to be seen.",
    ),
  size: z
    .tuple([z.number().positive().max(1), z.number().positive().max(1)])
    .refine(([low, high]) => low <= high, "expected the lesser bound first")
    .default([0.5, 0.8])
    .describe(
      "Bounds of a patch's side, as a share of the picture's shorter one. The encoder sees all as large as the mean.",
    ),
  hiddenDim: z.int().positive().default(128).describe("Width of the classifier's hidden layer."),
  distortion: z
    .number()
    .min(0)
    .max(2)
    .default(1)
    .describe("Strength of the distortions. 1: about the paper's; 0: none."),
});

type Options = z.output<typeof options>;

/** Up to 0.2 of the patch's side, 20 degrees, 0.7 to 1.4 times, 0.1 turns of hue; brightness, contrast, saturation. */
function distortions(strength: number): AugmentationRecipe {
  return [
    { name: "scaling", options: { factor: [0.7 ** strength, 1.4 ** strength] } },
    { name: "rotation", options: { degrees: [-20 * strength, 20 * strength] } },
    { name: "translation", options: { horizontal: 0.2 * strength, vertical: 0.2 * strength } },
    {
      name: "colour-jitter",
      options: {
        brightness: 0.3 * strength,
        contrast: 0.5 * strength,
        saturation: 0.5 * strength,
        hue: 0.1 * strength,
      },
    },
  ];
}

/** The exemplary patch of each picture, distorted, `[N, C, s, s]`. */
function distorted(
  context: PictureModel,
  x: Tensor,
  candidates: Tensor,
  { size, distortion }: Options,
): Tensor {
  const [, height, width] = context.picture;
  const [least, most] = size;
  const shorter = Math.min(height, width);
  const side = patchSide([height, width], ((least + most) / 2) * shorter, shorter);
  const pixels = context.toPixels(x);
  const part = exemplaryPatch(pixels, candidates, size);
  const key = context.scope.key("distortion");
  const patch = view(pixels, key, distortions(distortion), { height: side, width: side }, { part });
  return context.fromPixels(patch);
}

export const exemplar = defineMethod({
  name: "exemplar",
  title: "Exemplar",
  paper: "https://arxiv.org/abs/1406.6909",
  family: "pretext",
  taxonomy: "contrastive",
  reads: "pictures",
  couples: ["statistics"],
  options,
  views: plainView,
  indexed: true,
  mostSamples: ({ classes }) => classes,
  recipe: { learningRate: 5e-3, epochs: 20 },

  /** A patch like those of training: places are drawn anew, for a picture that may be none of the run's. */
  reconstruct(context, settings) {
    const { scope, toPixels, x } = context;
    const candidates = uniform(scope.key("shown"), [x.shape[0] ?? 0, settings.candidates, 3], -1, 1);
    const again = { ...context, scope: scope.child("again") };
    return {
      panels: {
        patch: toPixels(distorted(context, x, candidates, { ...settings, distortion: 0 })),
        distorted: toPixels(distorted(context, x, candidates, settings)),
        again: toPixels(distorted(again, x, candidates, settings)),
      },
    };
  },

  step(context, settings) {
    const { scope, encode, views, index, samples } = context;
    const x = views[0] as Tensor; // [N, C, H, W]
    const own = index as Tensor; // int32 [N]
    const places = scope.state("places", [samples, 3 * settings.candidates], uniformInit(1)); // never assigned
    const candidates = reshape(gather(places, own), [-1, settings.candidates, 3]);
    const h = encode(distorted(context, x, candidates, settings)); // [N, D]
    const logits = mlp(scope.child("classifier"), h, [settings.hiddenDim, samples], { norm: true }); // [N, S]
    return {
      loss: crossEntropy(logits, own),
      embedding: h,
      metrics: { accuracy: accuracy(logits, own) },
    };
  },
});
