/**
 * MoCo v3: An Empirical Study of Training Self-Supervised Vision Transformers.
 * Chen, Xie, He, 2021. https://arxiv.org/abs/2104.02057
 *
 * MoCo without its queue: a query has to find its key among the keys of its own batch, both views are queries, and a
 * predictor stands between the query's projection and the comparison.
 *
 *   q = p(g(f(view)))  [N, P]     k = g'(f'(view))  [N, P], of the slow average
 *   loss = 2τ (InfoNCE(q_a, k_b) + InfoNCE(q_b, k_a)), with the factor 2τ of the authors' code
 */
import * as z from "zod";
import { cosineEnergy, infoNce } from "../losses/index.js";
import { mlp, type Scope } from "../nn/index.js";
import { add, concat, mul, split, stopGradient, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";

const options = z.strictObject({
  temperature: z.number().positive().default(0.2).describe("Softmax temperature of the loss."),
  momentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.99)
    .describe("Momentum of the key encoder at the start; 1 at the end."),
  hiddenDim: z.int().positive().default(256).describe("Width of the heads' hidden layers."),
  outputDim: z.int().positive().default(128).describe("Size of queries and keys."),
});

type Options = z.output<typeof options>;

/** g: normalised after the last layer too, without scale and shift. */
function projector(scope: Scope, h: Tensor, { hiddenDim, outputDim }: Options): Tensor {
  return mlp(scope.child("projector"), h, [hiddenDim, outputDim], { norm: true, normLast: true });
}

/** p: `[N, P]` to `[N, P]`. */
function predictor(scope: Scope, projection: Tensor, { hiddenDim, outputDim }: Options): Tensor {
  return mlp(scope.child("predictor"), projection, [hiddenDim, outputDim], { norm: true, normLast: true });
}

export const mocoV3 = defineMethod({
  name: "moco-v3",
  title: "MoCo v3",
  paper: "https://arxiv.org/abs/2104.02057",
  family: "contrastive",
  options,
  views: [{ count: 2 }],
  teacherMomentum: ({ momentum }) => [momentum, 1],
  project: projector,
  heldUpBy:
    "MoCo v3 is held up by the batch's negatives: look for a batch that is too small, a temperature that is too high, or a learning rate that is too high.",

  /** Minus the cosine of x's prediction and y's key. */
  energy({ scope, encode, teacher, x, y }, settings) {
    return cosineEnergy(
      predictor(scope, projector(scope, encode(x), settings), settings),
      projector(teacher.scope, teacher.encode(y), settings),
    );
  },

  step({ scope, encode, teacher, views }, settings) {
    const h = encode(concat(views)); // [2N, D]
    const q = predictor(scope, projector(scope, h, settings), settings);
    const k = stopGradient(projector(teacher.scope, teacher.encode(concat(views)), settings));
    const [qa, qb] = split(q, 2) as [Tensor, Tensor]; // [N, P]
    const [ka, kb] = split(k, 2) as [Tensor, Tensor];
    const loss = add(infoNce(qa, kb, settings), infoNce(qb, ka, settings));
    return {
      loss: mul(loss, 2 * settings.temperature),
      embedding: h,
      pairs: split(h, 2) as [Tensor, Tensor],
    };
  },
});
