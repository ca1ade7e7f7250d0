/**
 * Jigsaw: Unsupervised Learning of Visual Representations by Solving Jigsaw Puzzles.
 * Noroozi, Favaro, 2016. https://arxiv.org/abs/1603.09246
 *
 * The nine tiles of a picture are shuffled, and the encoder has to say by which of a fixed set of permutations. It sees
 * each tile alone, so that it has to learn what parts look like; only the head compares them.
 *
 *   shuffled_j = tile of cell perm_k(j)     h_j = f(shuffled_j), j = 1..9  [9N, D]
 *   logits = g(h_1, ..., h_9)  [N, K]     loss = mean of -log softmax(logits)_k
 *
 * Defences against short cuts: a tile lies anywhere in its cell of the 3 x 3 grid, so that gaps of varying width keep
 * edges and textures from going on in the next; each is standardised by itself; and a share of colour pictures is shown
 * grey, so that the colours a lens shifts apart are no help. The paper also moves single colours by a pixel or two;
 * that is left out.
 */

import * as z from "zod";
import { view } from "../augment/index.js";
import type { PictureFacts } from "../encoders/index.js";
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
  range,
  reshape,
  type Tensor,
} from "../tensor/index.js";
import { comparePatches, patchOptions } from "./compare-patches.js";
import { cutPatches, joinNine, patchSide } from "./cut-patches.js";
import { defineMethod } from "./method.js";
import { mostPermutations, permutationSet } from "./permutation-set.js";

const options = z.strictObject({
  permutations: z
    .int()
    .min(2)
    .max(mostPermutations)
    .default(100)
    .describe("K, how many permutations there are to tell apart."),
  tile: z
    .number()
    .positive()
    .max(1)
    .default(0.75)
    .describe(
      "A tile's side as a share of its cell's, which is a third of the picture; rounded to 4 pixels or more.",
    ),
  greyscale: z.number().min(0).max(1).default(0.3).describe("Share of colour pictures that is shown grey."),
  ...patchOptions,
});

type Options = z.output<typeof options>;

/** Shuffled tiles `[9 N, C, s, s]`, row by row, and which permutation it was, int32 `[N]`. */
export function shuffledTiles(scope: Scope, x: Tensor, { permutations, tile }: Options) {
  const [n = 0, , height = 0, width = 0] = x.shape;
  const cell = Math.floor(Math.min(height, width) / 3);
  const side = patchSide([height, width], tile * cell, cell);
  const truth = integers(scope.key("permutation"), permutations, [n]);
  const cells = gather(tableOf(permutationSet(permutations)), truth); // [N, 9]: which cell's tile lies in each place
  const anywhere = (axis: string, length: number, index: (cell: number) => number) => {
    const starts = Array.from({ length: 9 }, (_, i) => Math.floor((index(i) * length) / 3));
    const rooms = starts.map((start, i) => Math.floor(((index(i) + 1) * length) / 3) - start - side + 1);
    const room = gather(constant(rooms, [9]), cells);
    const moved = cast(floor(mul(uniform(scope.key(axis), [n, 9]), room)), "int32");
    return add(gather(constant(Int32Array.from(starts), [9]), cells), moved);
  };
  const top = anywhere("top", height, (i) => Math.floor(i / 3));
  const left = anywhere("left", width, (i) => i % 3);
  return { tiles: cutPatches(x, top, left, side), truth };
}

/** Tiles `[9 N, C, s, s]` put in order, as if permutation `told`, int32 `[N]`, had shuffled them. */
export function solvedTiles(
  tiles: Tensor,
  told: Tensor,
  { permutations }: Pick<Options, "permutations">,
): Tensor {
  const n = told.shape[0] ?? 0;
  const placesOf = permutationSet(permutations).map((order) => order.map((_, cell) => order.indexOf(cell)));
  const places = gather(tableOf(placesOf), told); // [N, 9]: where each cell's tile lies
  return gather(tiles, reshape(add(places, reshape(mul(range(n), 9), [n, 1])), [9 * n]));
}

function tableOf(rows: readonly (readonly number[])[]): Tensor {
  return constant(Int32Array.from(rows.flat()), [rows.length, 9]);
}

/** Some colour pictures in grey. */
function someGrey(scope: Scope, x: Tensor, { toPixels, fromPixels }: PictureFacts, share: number): Tensor {
  const [, channels = 0, height = 0, width = 0] = x.shape;
  if (channels < 3 || share === 0) return x;
  const recipe = [{ name: "greyscale", options: { probability: share } }];
  return fromPixels(view(toPixels(x), scope.key("greyscale"), recipe, { height, width }));
}

export const jigsaw = defineMethod({
  name: "jigsaw",
  title: "Jigsaw",
  paper: "https://arxiv.org/abs/1603.09246",
  family: "pretext",
  taxonomy: "contrastive",
  reads: "pictures",
  couples: ["statistics"],
  options,
  views: [{ count: 1, strength: "weak" }],

  reconstruct(context, settings) {
    const { tiles } = shuffledTiles(context.scope, context.x, settings);
    const { logits } = comparePatches(
      context,
      tiles,
      context.x.shape[0] ?? 0,
      settings.permutations,
      settings,
    );
    const told = cast(argMax(logits), "int32");
    const picture = (nine: Tensor) => clip(context.toPixels(joinNine(nine)), 0, 1);
    return { panels: { shuffled: picture(tiles), solved: picture(solvedTiles(tiles, told, settings)) } };
  },

  step(context, settings) {
    const x = someGrey(context.scope, context.views[0] as Tensor, context, settings.greyscale); // [N, C, H, W]
    const { tiles, truth } = shuffledTiles(context.scope, x, settings); // [9N, C, s, s]
    const { embedding, logits } = comparePatches(
      context,
      tiles,
      x.shape[0] ?? 0,
      settings.permutations,
      settings,
    );
    return {
      loss: crossEntropy(logits, truth), // [N, K]
      embedding,
      metrics: { accuracy: accuracy(logits, truth) },
    };
  },
});
