/**
 * I-JEPA: Self-Supervised Learning from Images with a Joint-Embedding Predictive Architecture.
 * Assran, Duval, Misra, Bojanowski, Vincent, Rabbat, LeCun, Ballas, 2023. https://arxiv.org/abs/2301.08243
 *
 * The student sees some patches of a picture; a teacher, its slow average, sees all. From the student's tokens a narrow
 * transformer predicts the teacher's tokens of several blocks of patches that the student did not see: what is there is
 * predicted in the space of representations, where no pixel has to be right.
 *
 *   h = f(context patches)  [N, K, D]     t = norm(f'(picture))  [N, T, D], without gradient
 *   t̂ = q(h, mask tokens at block i)  [N, B, D], for each of M blocks by itself
 *   loss = mean smooth L1 of t̂ - t over blocks, patches and numbers + μ v(mean h) + ν c(mean h)
 *
 * norm is a layer norm without scale and shift. Smooth L1 is the authors' code; the paper writes squared error.
 *
 * Numbers of patches are exact here: every block has B = targetShare T patches (the paper: 0.15 to 0.2 of them, drawn
 * once a batch), and the context is T - M B patches anywhere outside the blocks, as many as are certain to be left. In
 * the paper it is what one block of 85 to 100 % has outside them, and the code then cuts every context to the batch's
 * smallest. The authors probe the teacher, as is done here where nothing else is asked for. Their weight decay rises from
 * 0.04 to 0.4: `weightDecay: 0.04` and `optimizer.weightDecayEnd: 0.4`; the recipe here keeps one.
 *
 * v and c are VICReg's variance and covariance terms of the pictures' embeddings, as C-JEPA adds them (Mo, Tong, 2024;
 * https://arxiv.org/abs/2410.19560): by itself the prediction can be had with tokens that tell where they are and little
 * of what is there, and on small pictures the first hundreds of steps went that way. With both weights 0 it is I-JEPA's
 * own loss.
 */
import * as z from "zod";
import { tokenDecoder } from "../decoders/index.js";
import { type Encoding, sinCosPositions, tokensAt } from "../encoders/index.js";
import { covarianceTerm, smoothL1, varianceTerm } from "../losses/index.js";
import {
  addAll,
  concat,
  full,
  layerNormalise,
  mean,
  mul,
  reshape,
  square,
  stopGradient,
  sub,
  type Tensor,
} from "../tensor/index.js";
import { defineMethod } from "./method.js";
import { patchGrid } from "./patch-grid.js";
import type { ModelContext } from "./step.js";
import { targetBlocks } from "./target-blocks.js";

const options = z.strictObject({
  momentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.99)
    .describe("Momentum of the teacher at the start; 1 at the end."),
  targets: z.int().positive().default(4).describe("Blocks of patches to predict."),
  targetShare: z
    .number()
    .positive()
    .lt(1)
    .default(0.15)
    .describe("Share of the patches that one block has. What all blocks leave is the student's to see."),
  predictorWidth: z
    .int()
    .positive()
    .multipleOf(4)
    .default(64)
    .describe("Size of the predictor's tokens, a multiple of 4."),
  predictorDepth: z.int().positive().default(2).describe("Transformer blocks of the predictor."),
  loss: z
    .enum(["smooth-l1", "squared-error"])
    .default("smooth-l1")
    .describe("Distance of predicted and true tokens: the authors' code, or the paper's formula."),
  varianceWeight: z
    .number()
    .min(0)
    .default(0.1)
    .describe("μ, weight of keeping embeddings of pictures apart. 0 with covarianceWeight 0: plain I-JEPA."),
  covarianceWeight: z
    .number()
    .min(0)
    .default(0.02)
    .describe("ν, weight of keeping their numbers from saying the same."),
});

type Options = z.output<typeof options>;

/** Predicts the teacher's tokens of y's blocks from the student's of x's context: errors `[N]`. */
function predictBlocks(
  { scope, encodeAll, teacher }: ModelContext,
  x: Tensor,
  y: Tensor,
  settings: Options,
): { readonly seen: Encoding; readonly truth: Tensor; readonly errors: Tensor } {
  const [n = 0] = x.shape;
  const grid = patchGrid({ scope, encodeAll }, x);
  const { blocks, context } = targetBlocks(scope.key("patches"), n, grid, settings);
  const seen = encodeAll(x, { keep: context });
  const tokens = seen.tokens as Tensor; // [N, K, D]
  const width = tokens.shape[2] ?? 0;
  // Every block is predicted by itself: one after the other along the batch.
  const times = (one: Tensor) => concat(blocks.map(() => one));
  const predicted = tokenDecoder(
    scope.child("predictor"),
    times(tokens),
    {
      known: times(context),
      wanted: concat(blocks),
      positions: sinCosPositions({ ...grid, width: settings.predictorWidth }),
    },
    { outputs: width, depth: settings.predictorDepth },
  ); // [M N, B, D]
  const whole = stopGradient(teacher.encodeAll(y).tokens as Tensor);
  const truth = layerNormalise(whole, full([width], 1), full([width], 0)); // [N, T, D]
  const wanted = concat(blocks.map((block) => tokensAt(truth, block))); // [M N, B, D]
  const errors = settings.loss === "smooth-l1" ? smoothL1(predicted, wanted) : square(sub(predicted, wanted));
  return { seen, truth, errors: mean(reshape(mean(errors, [1, 2]), [blocks.length, n]), 0) };
}

export const iJepa = defineMethod({
  name: "i-jepa",
  title: "I-JEPA",
  paper: "https://arxiv.org/abs/2301.08243",
  family: "masked",
  taxonomy: "contrastive",
  reads: "pictures",
  couples: ({ varianceWeight, covarianceWeight }) =>
    varianceWeight > 0 || covarianceWeight > 0 ? ["loss"] : [],
  options,
  views: [{ count: 1, strength: "weak" }],
  tokens: true,
  teacherMomentum: ({ momentum }) => [momentum, 1],
  evaluated: "teacher",
  recipe: { learningRate: 1e-2, weightDecay: 0.05 },
  heldUpBy: ({ varianceWeight }) =>
    varianceWeight === 0
      ? "`method.varianceWeight` is 0: on few steps I-JEPA's tokens come to tell places only; turn it on (0.1)."
      : "I-JEPA is held up by its variance term, its predictor and its slow teacher: look for a `method.varianceWeight` or a momentum that is too low, or a learning rate that is too high.",

  /** How badly the teacher's tokens of blocks of y are predicted from the student's of the rest of x. */
  energy: ({ x, y, ...model }, settings) => predictBlocks(model, x, y, settings).errors,

  step({ views, ...model }, settings) {
    const x = views[0] as Tensor; // [N, C, H, W]
    const { seen, truth, errors } = predictBlocks(model, x, x, settings);
    const { embedding } = seen;
    const prediction = mean(errors);
    const loss = addAll([
      prediction,
      mul(varianceTerm(embedding), settings.varianceWeight),
      mul(covarianceTerm(embedding), settings.covarianceWeight),
    ]);
    // How far the teacher's tokens of one place differ between pictures: near 0 where they tell places only.
    const spread = mean(square(sub(truth, mean(truth, 0, { keepDims: true }))));
    return { loss, embedding, metrics: { prediction, targetVariance: spread } };
  },
});
