/**
 * An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale (ViT).
 * Dosovitskiy et al., 2021. https://arxiv.org/abs/2010.11929
 *
 * The picture is cut into patches, each patch becomes a token, and pre-norm transformer blocks mix the tokens. The
 * embedding is the class token, or the mean of the patch tokens (then there is no class token).
 *
 *   patches [N, T, C p p] -> tokens [N, T, D] + positions -> blocks -> norm -> embedding [N, D]
 */
import * as z from "zod";
import { type PictureShape, transformerDecoder } from "../decoders/index.js";
import { ConfigError } from "../errors.js";
import { layerNorm, linear, type Scope, transformerBlock, truncatedNormal } from "../nn/index.js";
import {
  add,
  broadcastTo,
  cast,
  concat,
  gather,
  mean,
  mul,
  reshape,
  slice,
  sub,
  type Tensor,
  takeAlong,
  transpose,
} from "../tensor/index.js";
import { defineEncoder } from "./encoder.js";
import { learnedPositions, type PatchGrid } from "./learned-positions.js";
import { patchify, tokensAt } from "./patches.js";
import { sinCosPositions } from "./positions.js";

const sizes = {
  tiny: { width: 192, depth: 12 },
  small: { width: 384, depth: 12 },
} as const;

const options = z
  .strictObject({
    size: z
      .enum(["tiny", "small"])
      .default("tiny")
      .describe("tiny: 192 wide, 12 deep, 3 heads; small: 384, 12, 6."),
    width: z.int().positive().optional().describe("Size of a token, instead of the preset's."),
    depth: z.int().positive().optional().describe("Number of blocks, instead of the preset's."),
    heads: z.int().positive().optional().describe("Attention heads (one for each 64 numbers of width)."),
    patch: z
      .int()
      .positive()
      .optional()
      .describe("Side of a patch in pixels (4 for pictures up to 48 pixels, 8 up to 128, 16 beyond)."),
    pooling: z
      .enum(["mean", "class"])
      .default("mean")
      .describe("What stands for the picture: the mean token or a class token."),
    positions: z
      .enum(["learned", "sincos"])
      .default("learned")
      .describe("Position embeddings: learned, or fixed waves."),
  })
  .refine(
    ({ size, width = sizes[size].width, heads = headsOf(width), positions }) =>
      width % heads === 0 && (positions === "learned" || width % 4 === 0),
    "`encoder.width` must be a multiple of `encoder.heads`, and of 4 with the `encoder.positions` sincos.",
  );

/** One head for each 64 numbers. */
function headsOf(width: number): number {
  return Math.max(1, Math.floor(width / 64));
}

export const vit = defineEncoder({
  name: "vit",
  title: "Vision transformer",
  paper: "https://arxiv.org/abs/2010.11929",
  options,
  learningRateScale: 0.2,
  tokens: true,
  normalisesBatch: false,
  apply(scope, x, settings, { keep, mask } = {}) {
    const { width = sizes[settings.size].width, depth = sizes[settings.size].depth } = settings;
    const heads = settings.heads ?? headsOf(width);
    const [n = 0, channels = 0, height = 0, breadth = 0] = x.shape;
    const patch = patchOf(scope, [channels, height, breadth], settings.patch);
    const [rows, columns] = [height / patch, breadth / patch];
    const withClass = settings.pooling === "class";

    const all = patchify(x, patch);
    const patches = keep === undefined ? all : tokensAt(all, keep); // [N, T, C p p]
    const grid: PatchGrid = { rows, columns, width, withClass };
    const positions = settings.positions === "sincos" ? sinCosPositions(grid) : learnedPositions(scope, grid);
    const patchPositions = withClass ? slice(positions, 0, 1) : positions;
    let h = linear(scope.child("patch"), patches, width, { initialise: truncatedNormal(0.02) });
    if (mask !== undefined) h = masked(scope, h, mask, keep);
    h = add(h, keep === undefined ? patchPositions : gather(patchPositions, keep));
    if (withClass) {
      const token = add(
        scope.parameter("class", [width], truncatedNormal(0.02)),
        reshape(slice(positions, 0, 0, 1), [width]),
      );
      h = concat([broadcastTo(token, [n, 1, width]), h], 1);
    }
    const layers = new Map<string, Tensor>();
    for (let i = 1; i <= depth; i++) {
      h = transformerBlock(scope.child(`block${i}`), h, { heads });
      layers.set(`block${i}`, h);
    }
    h = layerNorm(scope.child("norm"), h);
    const tokens = withClass ? slice(h, 1, 1) : h;
    const embedding = withClass ? reshape(slice(h, 1, 0, 1), [n, width]) : mean(tokens, 1);
    if (keep !== undefined) return { embedding, layers, tokens };
    const map = transpose(reshape(tokens, [n, rows, columns, width]), [0, 3, 1, 2]);
    return { embedding, layers: layers.set("map", map), map, tokens };
  },
  decode({ scope, encoder }, code, picture, settings) {
    const { width: size = sizes[settings.size].width } = settings;
    const patch = patchOf(encoder, picture, settings.patch);
    return transformerDecoder(scope, code, picture, { patch, size, heads: settings.heads ?? headsOf(size) });
  },
});

/**
 * The patch that was asked for, else that of the first picture traced, which decides by its size: smaller views are cut
 * into patches of the same side.
 * @throws ConfigError when a side is no multiple of the patch.
 */
function patchOf(scope: Scope, [channels, height, width]: PictureShape, asked: number | undefined): number {
  const side = Math.min(height, width);
  const pixels = scope.variables.get(scope.child("patch/weight").path)?.shape[0];
  const first = pixels === undefined ? undefined : Math.sqrt(pixels / channels);
  const patch = asked ?? first ?? (side <= 48 ? 4 : side <= 128 ? 8 : 16);
  if (height % patch !== 0 || width % patch !== 0) {
    throw new ConfigError(
      `vit: expects a picture whose sides are multiples of its patch of ${patch} pixels; got ${height} x ${width}. Choose another \`encoder.patch\` or \`size\`.`,
      { height, width, patch },
    );
  }
  return patch;
}

/** Tokens `[N, T, D]` with the learned mask token in the place of those where the mask of all patches is 1. */
function masked(scope: Scope, tokens: Tensor, mask: Tensor, keep: Tensor | undefined): Tensor {
  const token = scope.parameter("mask", [tokens.shape.at(-1) ?? 0], truncatedNormal(0.02));
  const all = cast(mask, "float32");
  const hidden = reshape(keep === undefined ? all : takeAlong(all, keep), [...tokens.shape.slice(0, 2), 1]);
  return add(mul(tokens, sub(1, hidden)), mul(token, hidden));
}
