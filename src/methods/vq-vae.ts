/**
 * VQ-VAE: Neural Discrete Representation Learning.
 * van den Oord, Vinyals, Kavukcuoglu, 2017. https://arxiv.org/abs/1711.00937
 *
 * The encoder makes a vector of each place of the picture, and each is put to the nearest of K codes: a picture becomes
 * a grid of whole numbers, T log2 K bits at most (SPEC row 33). The decoder makes the picture of the codes; gradients
 * pass from the codes to the vectors as if nothing had happened between.
 *
 *   e = vectors of f(x)  [N, T, L]     c = nearest of K codes  [N, T, L]     o = g(c)  [N, C, H, W]
 *   loss = mean |o - x|² + commitment · mean |e - stopGradient(c)|²     codes follow the vectors nearest to them
 *
 * Places are those of the encoder's last feature map, T = h w; an encoder without one gives `groups` vectors of its
 * embedding. A linear layer makes vectors of them, batch-normalised, so that their scale stays what the codes' is and
 * the commitment cannot be met by shrinking.
 *
 * The decoder is the one that mirrors the encoder, so its first layer is that one's dense layer where it has one, which
 * sees all codes at once; the paper's is convolutional on the grid. Codes are handed over as a map, L channels of h w
 * places, and `--encoder convnet --encoder.form autoencoder` decodes it as such where it is the map of its own encoder, 8
 * channels of 4 x 4 places: for pictures of 28 x 28 with `codeDim` 8, and not with the usual 32.
 *
 * New pictures are made of codes drawn for each place by how often it takes them, each place by itself. The paper learns
 * a prior of the whole grid (a PixelCNN), which knows which codes go together: expect less of these.
 */
import * as z from "zod";
import { batchNorm, constantInit, linear, type Scope } from "../nn/index.js";
import { uniform } from "../random/index.js";
import {
  add,
  broadcastTo,
  cast,
  cumulativeSum,
  full,
  lessEqual,
  mean,
  minimum,
  mul,
  reshape,
  slice,
  sum,
  type Tensor,
  transpose,
} from "../tensor/index.js";
import { defineMethod } from "./method.js";
import { pictureOf, pixelErrors, plainView, reconstructionOptions, remaking } from "./reconstruction.js";
import type { PictureBranch, PictureContext } from "./step.js";
import { codesAt, nearestCodes, quantise, quantiserOptions } from "./vector-quantiser.js";

const options = z.strictObject({
  ...reconstructionOptions,
  ...quantiserOptions,
  groups: z
    .int()
    .positive()
    .default(16)
    .describe("Vectors that an embedding is made into, for encoders without a feature map."),
  prior: z
    .enum(["places", "whole"])
    .default("places")
    .describe("How new pictures draw codes: as each place takes them, or as all do together."),
});

type Options = z.output<typeof options>;

/** The encoder's vectors, one a place, `[N, T, L]`, with its embedding. */
function vectorsOf({ scope, encodeAll }: PictureBranch, x: Tensor, { codeDim, groups }: Options) {
  const { embedding, map } = encodeAll(x);
  const n = x.shape[0] ?? 0;
  const head = scope.child("vectors");
  const places =
    map === undefined
      ? linear(head, embedding, groups * codeDim, { bias: false })
      : linear(head, transpose(map, [0, 2, 3, 1]), codeDim, { bias: false });
  const vectors = batchNorm(head.child("norm"), reshape(places, [-1, codeDim]), { affine: false });
  return { embedding, vectors: reshape(vectors, [n, -1, codeDim]) };
}

/** The decoder's output for codes `[N, T, L]`, which it gets in the order of a map `[N, L, h, w]`. */
function decoded({ decode }: PictureBranch, codes: Tensor): Tensor {
  return decode(reshape(transpose(codes, [0, 2, 1]), [codes.shape[0] ?? 0, -1]));
}

/** How often each place took each code lately, `[T, K]`, rows that sum to 1. */
function histogram(scope: Scope, places: number, { codes }: Options): Tensor {
  return scope.state("histogram", [places, codes], constantInit(1 / codes));
}

/** Codes of the pictures x, `[N, T, L]`. */
function codesOf(context: PictureContext, settings: Options): Tensor {
  const { vectors } = vectorsOf(context, context.x, settings);
  return codesAt(context.scope, nearestCodes(context.scope, vectors, settings), settings);
}

export const vqVae = defineMethod({
  name: "vq-vae",
  title: "VQ-VAE",
  paper: "https://arxiv.org/abs/1711.00937",
  family: "generative",
  taxonomy: "generative",
  reads: "pictures",
  couples: ["statistics", "state"],
  options,
  views: plainView,
  recipe: { learningRate: 3e-3, weightDecay: 0 },
  heldUpBy:
    "A VQ-VAE says little where few codes are taken: watch codes used and perplexity, and take fewer codes, or let unused ones start anew sooner (`method.restartBelow`).",
  ...remaking<Options>((context, settings) => decoded(context, codesOf(context, settings))),

  generator: {
    prior(context, count, settings) {
      const { scope, picture } = context;
      const [, places = 0] = vectorsOf(context, full([1, ...picture], 0), settings).vectors.shape;
      const each = histogram(scope, places, settings);
      const chances =
        settings.prior === "places" ? each : broadcastTo(mean(each, 0, { keepDims: true }), each.shape);
      // As many codes are passed over as end at or before a point drawn on the line of all chances.
      const ends = cumulativeSum(chances); // [T, K]
      const total = slice(ends, 1, settings.codes - 1); // [T, 1]
      const point = mul(uniform(scope.key("prior"), [count, places, 1]), total);
      const passed = sum(cast(lessEqual(ends, point), "float32"), -1); // [count, T]
      return codesAt(scope, cast(minimum(passed, settings.codes - 1), "int32"), settings);
    },
    /** Latents between codes, as on a walk, are put to the nearest ones. */
    decode(context, latents, settings) {
      const { scope } = context;
      const codes = codesAt(scope, nearestCodes(scope, latents, settings), settings);
      return pictureOf(decoded(context, codes), context, settings);
    },
    infer: codesOf,
  },

  step({ views, ...context }, settings) {
    const { scope } = context;
    const x = views[0] as Tensor;
    const { embedding, vectors } = vectorsOf(context, x, settings);
    const { codes, taken, loss, metrics } = quantise(scope, vectors, settings);
    const seen = histogram(scope, vectors.shape[1] ?? 0, settings);
    scope.assign("histogram", add(mul(seen, settings.decay), mul(mean(taken, 0), 1 - settings.decay)));
    const reconstruction = mean(pixelErrors(decoded(context, codes), x, context, settings));
    return { loss: add(reconstruction, loss), embedding, metrics: { reconstruction, ...metrics } };
  },
});
