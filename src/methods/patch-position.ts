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
import { crossEntropy } from "../losses/index.js";
import type { Scope } from "../nn/index.js";
import { integers, uniform } from "../random/index.js";
import {
  accuracy,
  add,
  argMax,
  cast,
  clip,
  constant,
  floor,
  gather,
  mul,
  oneHot,
  reshape,
  split,
  stack,
  sub,
  type Tensor,
} from "../tensor/index.js";
import { comparePatches, patchOptions } from "./compare-patches.js";
import { cutPatches, joinNine, patchSide } from "./cut-patches.js";
import { defineMethod } from "./method.js";
import { plainView } from "./reconstruction.js";
import type { PictureScale } from "./step.js";

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

/** Where the second patch lies about the first: rows down and columns to the right, by label. */
export const neighbours: readonly (readonly [down: number, right: number])[] = [
  [-1, -1],
  [-1, 0],
  [-1, 1],
  [0, -1],
  [0, 1],
  [1, -1],
  [1, 0],
  [1, 1],
];

/** Two patches a picture, `[2 N, C, s, s]`, and in which place about the first the second lies, int32 `[N]`. */
export function neighbouringPatches(scope: Scope, x: Tensor, settings: Options) {
  const [n = 0, , height = 0, width = 0] = x.shape;
  const shorter = Math.min(height, width);
  const side = patchSide([height, width], settings.patch * shorter, shorter / (2 + settings.gap));
  const apart = side + Math.min(Math.round(settings.gap * side), shorter - 2 * side);
  const jitter = settings.jitter === 0 ? 0 : Math.max(1, Math.round(settings.jitter * side));
  const truth = integers(scope.key("place"), 8, [n]);
  const along = (name: string, length: number, steps: readonly number[]) => {
    const ofLabel = (value: (step: number) => number) => gather(constant(steps.map(value), [8]), truth); // [N]
    const room = ofLabel((step) => length - side - Math.abs(step) * apart + 1);
    const first = add(
      floor(mul(uniform(scope.key(name), [n]), room)),
      ofLabel((step) => (step < 0 ? apart : 0)),
    );
    const both = stack(
      [
        first,
        add(
          first,
          ofLabel((step) => step * apart),
        ),
      ],
      1,
    ); // [N, 2]
    const moved = sub(cast(integers(scope.key(`${name}Jitter`), 2 * jitter + 1, [n, 2]), "float32"), jitter);
    return cast(clip(add(both, moved), 0, length - side), "int32");
  };
  const top = along(
    "top",
    height,
    neighbours.map(([down]) => down),
  );
  const left = along(
    "left",
    width,
    neighbours.map(([, right]) => right),
  );
  return { patches: cutPatches(x, top, left, side), truth };
}

/** The defences that change what patches look like. */
function defended(scope: Scope, patches: Tensor, scale: PictureScale, settings: Options): Tensor {
  const [, , height = 0, width = 0] = patches.shape;
  const recipe: AugmentationRecipe = [
    { name: "downsampling", options: { pixels: settings.pixels, probability: settings.downsample } },
    ...(settings.colour === "none" ? [] : [{ name: `colour-${settings.colour}` }]),
  ];
  return scale.fromPixels(view(scale.toPixels(patches), scope.key("defences"), recipe, { height, width }));
}

/** The first patch in the middle of nine places, the second in the one that `place` says: `[N, C, 3 s, 3 s]`. */
export function placed(patches: Tensor, place: Tensor): Tensor {
  const [count = 0, c = 0, h = 0, w = 0] = patches.shape;
  const n = count / 2;
  const [first, second] = split(reshape(patches, [n, 2, c, h, w]), 2, 1) as [Tensor, Tensor]; // [N, 1, C, s, s]
  const cells = constant(
    Int32Array.from(neighbours, ([down, right]) => 3 * (down + 1) + right + 1),
    [8],
  );
  const around = reshape(oneHot(gather(cells, place), 9), [n, 9, 1, 1, 1]);
  const middle = constant([0, 0, 0, 0, 1, 0, 0, 0, 0], [1, 9, 1, 1, 1]);
  return joinNine(reshape(add(mul(first, middle), mul(second, around)), [9 * n, c, h, w]));
}

export const patchPosition = defineMethod({
  name: "patch-position",
  title: "Relative patch position",
  paper: "https://arxiv.org/abs/1505.05192",
  family: "pretext",
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
