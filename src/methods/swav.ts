/**
 * SwAV: Unsupervised Learning of Visual Features by Contrasting Cluster Assignments.
 * Caron, Misra, Mairal, Goyal, Bojanowski, Joulin, 2020. https://arxiv.org/abs/2006.09882
 *
 * Instead of comparing two embeddings directly, both are brought to the same code over trained prototypes, the coded
 * prototype vectors (SPEC row 12): from each view predict the code of the other. Sinkhorn's balance gives every
 * prototype an equal share of the batch (and of a queue of earlier ones), so that they cannot all become one.
 *
 *   z = unit g(f(crop)), V crops  [N, P]     s = z C'  [N, K], C unit rows     q = Sinkhorn(s of a large crop)
 *   loss = mean over large crops i and other crops j of H(q_i, softmax(s_j / τ))
 *
 * The paper's small crops and its queue are options, off unless asked for: after 90 s of training on Fashion-MNIST, kNN
 * was 81.2 % without either, 79.8 % with two small crops and 79.1 % with a queue. They are for longer training.
 */
import * as z from "zod";
import { sinkhorn, softCrossEntropy, swavLoss } from "../losses/index.js";
import { type Scope, unitRows } from "../nn/index.js";
import {
  concat,
  less,
  matmul,
  mul,
  normalise,
  slice,
  softmax,
  split,
  type Tensor,
  where,
} from "../tensor/index.js";
import { encodeViews } from "./encode-views.js";
import { defineMethod } from "./method.js";
import { multiCropOptions, multiCropViews } from "./multi-crop.js";
import { projectorOptions, unitProjector } from "./projector.js";
import { queue } from "./queue.js";
import { frozenUntil } from "./schedule-in-step.js";

const options = z.strictObject({
  ...multiCropOptions,
  smallCrops: multiCropOptions.smallCrops
    .default(0)
    .describe(
      "Crops of half the side, beside the two large ones; each costs about a quarter of one. For long training; the paper has 6.",
    ),
  temperature: z.number().positive().default(0.1).describe("Softmax temperature of the prediction."),
  epsilon: z.number().positive().default(0.05).describe("Softness of the codes."),
  sinkhornIterations: z.int().min(0).default(3).describe("Rounds of Sinkhorn's balance. 0: off."),
  prototypes: z.int().positive().default(128).describe("Number of prototypes."),
  frozenShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.02)
    .describe("Share of training before the prototypes are trained."),
  queueSize: z
    .int()
    .min(0)
    .default(0)
    .describe(
      "Projections of earlier batches that are balanced together with the batch: for batches smaller than the prototypes, in long training. 0: none.",
    ),
  queueStart: z.number().min(0).max(1).default(0.3).describe("Share of training before the queue is used."),
  ...projectorOptions,
  outputDim: projectorOptions.outputDim.default(64).describe("Size of projections and prototypes."),
});

type Options = z.output<typeof options>;

/** Cosines of projections with the prototypes, `[N, K]`. */
function scored(scope: Scope, projection: Tensor, settings: Options, progress?: Tensor): Tensor {
  const all = scope.parameter("prototypes", [settings.prototypes, settings.outputDim], unitRows());
  const trained = progress === undefined ? all : frozenUntil(all, progress, settings.frozenShare);
  return matmul(projection, normalise(trained), { transposeB: true });
}

export const swav = defineMethod({
  name: "swav",
  title: "SwAV",
  paper: "https://arxiv.org/abs/2006.09882",
  family: "clustering",
  taxonomy: "contrastive",
  couples: ({ sinkhornIterations, queueSize }) => [
    ...(sinkhornIterations > 0 ? (["loss"] as const) : []),
    "statistics",
    ...(queueSize > 0 ? (["state"] as const) : []),
  ],
  options,
  views: multiCropViews,
  project: unitProjector,
  heldUpBy: ({ sinkhornIterations }) =>
    sinkhornIterations === 0
      ? "`method.sinkhornIterations` is 0: nothing keeps SwAV's prototypes from becoming one; try 3."
      : "SwAV is held up by Sinkhorn's balance: look for codes that are too soft (`method.epsilon`), more prototypes than batch and queue can fill, or a learning rate that is too high.",

  /** Cross-entropy of x's code with y's prediction; the code of one picture alone is its softmax, before any balance. */
  energy({ scope, encode, x, y }, settings) {
    const [sx, sy] = [x, y].map((view) =>
      scored(scope, unitProjector(scope, encode(view), settings), settings),
    ) as [Tensor, Tensor];
    return softCrossEntropy(mul(sy, 1 / settings.temperature), softmax(mul(sx, 1 / settings.epsilon)));
  },

  step(context, settings) {
    const { scope, views, progress } = context;
    const balance = { epsilon: settings.epsilon, iterations: settings.sinkhornIterations };
    const h = encodeViews(context, views); // [V N, D]
    const projections = split(unitProjector(scope, h, settings), views.length); // [N, P] a view
    const scores = projections.map((projection) => scored(scope, projection, settings, progress)); // [N, K]
    const n = scores[0]?.shape[0] ?? 0;

    const codes = scores.slice(0, 2).map((own, view) => {
      const alone = sinkhorn(own, balance);
      if (settings.queueSize === 0) return alone;
      const { rows, push } = queue(scope, `queue${view}`, settings.queueSize, settings.outputDim);
      push(projections[view] as Tensor);
      const together = sinkhorn(concat([own, scored(scope, rows, settings)]), balance);
      return where(less(progress, settings.queueStart), alone, slice(together, 0, 0, n));
    });
    const embedding = slice(h, 0, 0, 2 * n); // of the large crops
    return {
      loss: swavLoss(scores, codes, settings),
      embedding,
      pairs: split(embedding, 2) as [Tensor, Tensor],
    };
  },
});
