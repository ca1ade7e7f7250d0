/**
 * MAE: Masked Autoencoders Are Scalable Vision Learners.
 * He, Chen, Xie, Li, Dollár, Girshick, 2022. https://arxiv.org/abs/2111.06377
 *
 * Most patches of a picture are taken away. The encoder sees the few that are left, and none of the others, which is what
 * makes a step cheap; a small decoder sees their tokens, with a mask token at every place that is missing, and has to
 * make the missing pixels.
 *
 *   h = f(visible patches)  [N, K, D]     p̂ = g(h, mask tokens)  [N, M, C p p]
 *   loss = mean |p̂ - p|² over hidden patches, each p normalised by its own mean and deviation
 *
 * The picture's embedding is the mean token (`--encoder.pooling mean`), of visible patches while it learns and of all
 * patches later, as in the paper. A class token of the encoder is not shown to the decoder.
 */
import * as z from "zod";
import { tokenDecoder } from "../decoders/index.js";
import { type Encoding, patchify, sinCosPositions, tokensAt } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { patchErrors, patchStatistics } from "../losses/index.js";
import { permutation } from "../random/index.js";
import { add, mean, mul, slice, type Tensor } from "../tensor/index.js";
import { hiddenPanels, placePatches } from "./hidden-panels.js";
import { defineMethod } from "./method.js";
import { patchMask } from "./patch-choice.js";
import { type PatchGrid, patchGrid } from "./patch-grid.js";
import type { Branch } from "./step.js";

const options = z.strictObject({
  maskShare: z.number().positive().lt(1).default(0.75).describe("Share of the patches that is hidden."),
  normalisedPixels: z
    .boolean()
    .default(true)
    .describe("Predict each patch less its own mean, divided by its own deviation; off: its pixels."),
  decoderWidth: z
    .int()
    .positive()
    .multipleOf(4)
    .default(64)
    .describe("Size of the decoder's tokens, a multiple of 4."),
  decoderDepth: z.int().positive().default(1).describe("Transformer blocks of the decoder."),
});

type Options = z.output<typeof options>;

interface Prediction {
  readonly grid: PatchGrid;
  readonly seen: Encoding;
  /** Which patches are hidden, int32 `[N, M]`. */
  readonly hidden: Tensor;
  /** What is predicted of them, `[N, M, C p p]`. */
  readonly predicted: Tensor;
}

/** Hides patches of x and predicts them from the rest. */
function predictHidden(model: Branch, x: Tensor, settings: Options): Prediction {
  const grid = patchGrid(model, x);
  const { patches, side } = grid;
  const [n = 0, c = 0, height, width] = x.shape;
  if (patches < 2) {
    throw new ConfigError(
      `mae: pictures of ${height} x ${width} are a single patch of ${side} pixels, of which none could be seen while another is hidden. Use smaller patches with \`encoder.patch\`, or larger pictures with \`size\`.`,
      { patches, side },
    );
  }
  const visible = Math.min(patches - 1, Math.max(1, patches - Math.round(settings.maskShare * patches)));
  const order = permutation(model.scope.key("mask"), patches, [n]);
  const known = slice(order, 1, 0, visible);
  const hidden = slice(order, 1, visible);
  const seen = model.encodeAll(x, { keep: known });
  const predicted = tokenDecoder(
    model.scope.child("decoder"),
    seen.tokens as Tensor,
    { known, wanted: hidden, positions: sinCosPositions({ ...grid, width: settings.decoderWidth }) },
    { outputs: c * side * side, depth: settings.decoderDepth },
  );
  return { grid, seen, hidden, predicted };
}

/** Errors `[N, M]` of the hidden patches, with those of a picture y as the truth. */
function errorsOf({ predicted, hidden, grid }: Prediction, y: Tensor, settings: Options): Tensor {
  const truth = tokensAt(patchify(y, grid.side), hidden);
  return patchErrors(predicted, truth, { normalised: settings.normalisedPixels });
}

export const mae = defineMethod({
  name: "mae",
  title: "MAE",
  paper: "https://arxiv.org/abs/2111.06377",
  family: "masked",
  taxonomy: "generative",
  reads: "pictures",
  couples: [],
  options,
  views: [{ count: 1, strength: "weak" }],
  tokens: true,
  recipe: { learningRate: 1e-2, weightDecay: 0.05, optimizerOptions: { beta2: 0.95 } },

  /** How badly hidden patches of y are predicted from the others of x, in the units of the loss. */
  energy: ({ x, y, ...model }, settings) => mean(errorsOf(predictHidden(model, x, settings), y, settings), 1),

  /**
   * Predictions of normalised patches are put back to scale with the hidden patch's own mean and deviation, as in the
   * authors' demonstration: the output shows a pattern that was predicted at a brightness that was told.
   */
  reconstruct({ x, ...model }, settings) {
    const prediction = predictHidden(model, x, settings);
    const { grid, hidden, predicted } = prediction;
    const scale = patchStatistics(tokensAt(patchify(x, grid.side), hidden));
    const pixels = settings.normalisedPixels ? add(mul(predicted, scale.deviation), scale.mean) : predicted;
    const mask = patchMask(hidden, grid.patches);
    return {
      panels: hiddenPanels({ x, mask, predicted: placePatches(pixels, hidden, grid.patches) }, grid, model),
      error: mean(errorsOf(prediction, x, settings), 1),
    };
  },

  step({ views, ...model }, settings) {
    const x = views[0] as Tensor; // [N, C, H, W]
    const prediction = predictHidden(model, x, settings);
    return { loss: mean(errorsOf(prediction, x, settings)), embedding: prediction.seen.embedding };
  },
});
