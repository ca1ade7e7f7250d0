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
import { add, concat, split, stopGradient, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";

const options = z.strictObject({
  momentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe("Momentum of the teacher at the start, 1 at the end. 0: off, the teacher is the student."),
  predictor: z.boolean().default(true).describe("Predict the teacher's projection; off: compare with it."),
  hiddenDim: z
    .int()
    .positive()
    .default(256)
    .describe("Width of the hidden layers of projector and predictor."),
  outputDim: z.int().positive().default(128).describe("Size of the projected vectors."),
});

type Options = z.output<typeof options>;

/** g: `[N, D]` to `[N, P]`, batch-normalised inside as in the paper. */
function projector(scope: Scope, h: Tensor, { hiddenDim, outputDim }: Options): Tensor {
  return mlp(scope.child("projector"), h, [hiddenDim, outputDim], { norm: true });
}

/** q: `[N, P]` to `[N, P]`. */
function predictor(
  scope: Scope,
  projection: Tensor,
  { predictor: on, hiddenDim, outputDim }: Options,
): Tensor {
  return on ? mlp(scope.child("predictor"), projection, [hiddenDim, outputDim], { norm: true }) : projection;
}

export const byol = defineMethod({
  name: "byol",
  title: "BYOL",
  paper: "https://arxiv.org/abs/2006.07733",
  family: "self-distillation",
  options,
  views: [{ count: 2 }],
  recipe: { learningRate: 3e-3 },
  teacherMomentum: ({ momentum }) => (momentum === 0 ? [0, 0] : [momentum, 1]),
  project: projector,
  heldUpBy: ({ momentum, predictor: on }) =>
    !on
      ? "predictor is off: BYOL collapses without it; turn it on."
      : momentum === 0
        ? "momentum is 0: BYOL's teacher should be a slow average of the student; try 0.9."
        : "BYOL is held up by its predictor and its slow teacher: look for a momentum that is too low, or a learning rate that is too high.",

  /** Minus the cosine of x's prediction and what the teacher makes of y. */
  energy({ scope, encode, teacher, x, y }, settings) {
    return cosineEnergy(
      predictor(scope, projector(scope, encode(x), settings), settings),
      projector(teacher.scope, teacher.encode(y), settings),
    );
  },

  step({ scope, encode, teacher, views }, settings) {
    const h = encode(concat(views)); // [2N, D]
    const p = predictor(scope, projector(scope, h, settings), settings);
    const t = stopGradient(projector(teacher.scope, teacher.encode(concat(views)), settings));
    const [pa, pb] = split(p, 2) as [Tensor, Tensor]; // [N, P]
    const [ta, tb] = split(t, 2) as [Tensor, Tensor];
    return {
      loss: add(byolRegression(pa, tb), byolRegression(pb, ta)),
      embedding: h,
      pairs: split(h, 2) as [Tensor, Tensor],
    };
  },
});
