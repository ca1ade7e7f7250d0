/**
 * BYOL: Bootstrap Your Own Latent.
 * Grill et al., 2020. https://arxiv.org/abs/2006.07733
 *
 * A student predicts, from one view, what a teacher makes of the other; the teacher is a slow average of the student.
 * There are no negatives: the predictor and the slow teacher keep outputs from becoming one point.
 *
 *   p = q(g(f(view)))  [N, P]     t = g'(f'(view))  [N, P], of the average, without gradient
 *   loss = |unit p_a - unit t_b|² + |unit p_b - unit t_a|², means over the batch
 */
import * as z from "zod";
import { byolRegression, cosineEnergy } from "../losses/index.js";
import { mlp, type Scope } from "../nn/index.js";
import { add, concat, stopGradient, type Tensor } from "../tensor/index.js";
import { energyToTeacher } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projector, projectorOptions } from "./projector.js";

const options = z.strictObject({
  momentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe("Momentum of the teacher at the start, 1 at the end. 0: off, the teacher is the student."),
  predictor: z.boolean().default(true).describe("Predict the teacher's projection; off: compare with it."),
  ...projectorOptions,
  hiddenDim: projectorOptions.hiddenDim.describe("Width of the hidden layers of projector and predictor."),
});

/** q(g(h)), `[N, D]` to `[N, P]`: both with one hidden layer, batch-normalised inside as in the paper. */
function prediction(scope: Scope, h: Tensor, settings: z.output<typeof options>): Tensor {
  const { predictor, hiddenDim, outputDim } = settings;
  const projection = projector(scope, h, settings);
  if (!predictor) return projection;
  return mlp(scope.child("predictor"), projection, [hiddenDim, outputDim], { norm: true });
}

export const byol = defineMethod({
  name: "byol",
  title: "BYOL",
  paper: "https://arxiv.org/abs/2006.07733",
  family: "self-distillation",
  taxonomy: "contrastive",
  couples: ["statistics"],
  options,
  views: [{ count: 2 }],
  batchStatistics: "separate",
  recipe: { learningRate: 3e-3 },
  teacherMomentum: ({ momentum }) => (momentum === 0 ? [0, 0] : [momentum, 1]),
  project: projector,
  heldUpBy: ({ momentum, predictor: on }) =>
    !on
      ? "`method.predictor` is off: BYOL collapses without it; turn it on."
      : momentum === 0
        ? "`method.momentum` is 0: BYOL's teacher should be a slow average of the student; try 0.9."
        : "BYOL is held up by its predictor and its slow teacher: look for a momentum that is too low, or a learning rate that is too high.",

  /** Minus the cosine of x's prediction and what the teacher makes of y. */
  energy: energyToTeacher(cosineEnergy, prediction, projector),

  step({ scope, encode, teacher, views, eachView }, settings) {
    const both = views as [Tensor, Tensor];
    const pairs = eachView(both, encode); // [N, D]
    const [pa, pb] = eachView(pairs, (h) => prediction(scope, h, settings)); // [N, P]
    const [ta, tb] = eachView(both, (view) =>
      stopGradient(projector(teacher.scope, teacher.encode(view), settings)),
    );
    return {
      loss: add(byolRegression(pa, tb), byolRegression(pb, ta)),
      embedding: concat(pairs),
      pairs,
    };
  },
});
