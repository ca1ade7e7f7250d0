/**
 * TiCo: Transformation Invariance and Covariance Contrast for Self-Supervised Visual Representation Learning.
 * Zhu, Moraes, Karakulak, Sobol, Canziani, LeCun, 2022. https://arxiv.org/abs/2206.10698
 *
 * The student's output for one view agrees with a slow teacher's for the other, while it avoids the directions in
 * which recent outputs already lie, which a running covariance remembers: a queue of negatives, folded into a matrix.
 *
 *   a = unit g(f(view))  [N, P]     b = unit g'(f'(other view))  [N, P]     C = β C + (1 - β) A'A / N  [P, P]
 *   loss = 1 - mean a·b + ρ mean a'C a
 *
 * Both views are the student's in turn, so the batch's part of C has both.
 */
import * as z from "zod";
import { cosineEnergy, tiCoLoss } from "../losses/index.js";
import { concat, stopGradient, type Tensor } from "../tensor/index.js";
import { energyToTeacher } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projector, projectorOptions } from "./projector.js";

const options = z.strictObject({
  covarianceWeight: z.number().min(0).default(8).describe("ρ, weight of the covariance term. 0: off."),
  covarianceMomentum: z
    .number()
    .min(0)
    .lt(1)
    .default(0.9)
    .describe("β, how much of the covariance stays from step to step."),
  momentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe("Momentum of the teacher at the start; 1 at the end. Nearer 1 for long training."),
  ...projectorOptions,
});

export const tico = defineMethod({
  name: "tico",
  title: "TiCo",
  paper: "https://arxiv.org/abs/2206.10698",
  family: "information",
  taxonomy: "contrastive",
  couples: ["loss", "statistics", "state"],
  options,
  views: [{ count: 2 }],
  batchStatistics: "separate",
  teacherMomentum: ({ momentum }) => [momentum, 1],
  project: projector,
  heldUpBy: ({ covarianceWeight }) =>
    covarianceWeight === 0
      ? "`method.covarianceWeight` is 0: nothing keeps TiCo's outputs apart; turn it on (8)."
      : "TiCo is held up by its covariance term: look for a `method.covarianceWeight` that is too small for this `method.outputDim`, or a teacher that moves too fast (`method.momentum`).",

  /** Minus the cosine of the student's output for x and the teacher's for y. */
  energy: energyToTeacher(cosineEnergy, projector, projector),

  step({ scope, encode, teacher, views, eachView }, settings) {
    const both = views as [Tensor, Tensor];
    const { covarianceMomentum: momentum, covarianceWeight, outputDim } = settings;
    const pairs = eachView(both, encode); // [N, D]
    const student = concat(eachView(pairs, (h) => projector(scope, h, settings))); // [2N, P]
    const [ta, tb] = eachView(both, (view) =>
      stopGradient(projector(teacher.scope, teacher.encode(view), settings)),
    );
    const other = concat([tb, ta]); // each row's other view, [2N, P]
    const covariance = scope.state("covariance", [outputDim, outputDim]);
    const { loss, memory } = tiCoLoss(student, other, covariance, { momentum, covarianceWeight });
    scope.assign("covariance", memory);
    return { loss, embedding: concat(pairs), pairs };
  },
});
