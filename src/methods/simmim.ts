/**
 * SimMIM: A Simple Framework for Masked Image Modeling.
 * Xie, Zhang, Cao, Lin, Bao, Yao, Dai, Hu, 2022. https://arxiv.org/abs/2111.09886
 *
 * Squares of the picture are covered: their patches enter the encoder as a learned mask token. One linear layer makes
 * each covered patch's pixels of its token. There is no decoder, so the encoder itself does the predicting; it also
 * sees as many tokens as ever, where MAE's sees a quarter.
 *
 *   h = f(patches, mask token where m)  [N, T, D]     p̂ = W h + b  [N, T, C p p]
 *   loss = mean |p̂ - p| over the pixels of covered patches, of each picture and then of all
 *
 * Squares are of `maskPatch` patches a side (the paper: 32 pixels, two patches of 16). Where they do not divide the grid
 * of patches, those at its right and lower edge are cut.
 */
import * as z from "zod";
import { type Encoding, patchify } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { weightedErrors } from "../losses/index.js";
import { linear } from "../nn/index.js";
import type { Key } from "../random/index.js";
import { abs, mean, repeat, reshape, slice, sub, type Tensor } from "../tensor/index.js";
import { hiddenPanels } from "./hidden-panels.js";
import { defineMethod } from "./method.js";
import { patchMask, randomPatches } from "./patch-choice.js";
import { type PatchGrid, patchGrid } from "./patch-grid.js";
import type { Branch } from "./step.js";

const options = z.strictObject({
  maskShare: z.number().positive().lt(1).default(0.6).describe("Share of the squares that is covered."),
  maskPatch: z.int().positive().default(2).describe("Side of a square that is covered as one, in patches."),
});

type Options = z.output<typeof options>;

interface Prediction {
  readonly grid: PatchGrid;
  readonly seen: Encoding;
  /** 1 where a patch was covered, float32 `[N, T]`. */
  readonly mask: Tensor;
  /** What is predicted of all patches, `[N, T, C p p]`. */
  readonly predicted: Tensor;
}

/** Draws which patches are covered, square by square: float32 `[N, T]`. */
function drawMask(key: Key, samples: number, { rows, columns, side }: PatchGrid, settings: Options): Tensor {
  const { maskShare, maskPatch } = settings;
  const [down, across] = [Math.ceil(rows / maskPatch), Math.ceil(columns / maskPatch)];
  const squares = down * across;
  if (squares < 2) {
    const size = [rows * side, columns * side].join(" x ");
    throw new ConfigError(
      `simmim: squares of ${maskPatch} patches a side (${maskPatch * side} pixels) leave pictures of ${size} in one, and where it is covered nothing is left to see. Make them smaller (\`method.maskPatch: ${Math.max(1, Math.floor(Math.max(rows, columns) / 2))}\`), or the pictures larger with \`size\`.`,
      { maskPatch, rows, columns },
    );
  }
  const count = Math.max(1, Math.min(squares - 1, Math.round(maskShare * squares)));
  const covered = patchMask(randomPatches(key, samples, squares, count), squares);
  const wide = repeat(repeat(reshape(covered, [samples, down, across]), maskPatch, 1), maskPatch, 2);
  return reshape(slice(slice(wide, 1, 0, rows), 2, 0, columns), [samples, rows * columns]);
}

/** Covers patches of x and predicts them. */
function predictCovered(model: Branch, x: Tensor, settings: Options): Prediction {
  const grid = patchGrid(model, x);
  const [n = 0, c = 0] = x.shape;
  const mask = drawMask(model.scope.key("mask"), n, grid, settings);
  const seen = model.encodeAll(x, { mask });
  const predicted = linear(model.scope.child("pixels"), seen.tokens as Tensor, c * grid.side ** 2);
  return { grid, seen, mask, predicted };
}

/** Mean absolute error of the covered pixels, with those of a picture y as the truth: `[N]`. */
function errorsOf({ predicted, mask, grid }: Prediction, y: Tensor): Tensor {
  return weightedErrors(abs(sub(predicted, patchify(y, grid.side))), reshape(mask, [...mask.shape, 1]));
}

export const simmim = defineMethod({
  name: "simmim",
  title: "SimMIM",
  paper: "https://arxiv.org/abs/2111.09886",
  family: "masked",
  taxonomy: "generative",
  reads: "pictures",
  couples: [],
  options,
  views: [{ count: 1, strength: "weak" }],
  tokens: true,
  recipe: { learningRate: 1e-2, weightDecay: 0.05 },

  /** How badly covered patches of y are predicted from the rest of x: mean absolute error. */
  energy: ({ x, y, ...model }, settings) => errorsOf(predictCovered(model, x, settings), y),

  reconstruct({ x, ...model }, settings) {
    const prediction = predictCovered(model, x, settings);
    return {
      panels: hiddenPanels({ x, ...prediction }, prediction.grid, model),
      error: errorsOf(prediction, x),
    };
  },

  step({ views, ...model }, settings) {
    const x = views[0] as Tensor; // [N, C, H, W]
    const prediction = predictCovered(model, x, settings);
    return { loss: mean(errorsOf(prediction, x)), embedding: prediction.seen.embedding };
  },
});
