/**
 * MoCo v3: An Empirical Study of Training Self-Supervised Vision Transformers.
 * Chen, Xie, He, 2021. https://arxiv.org/abs/2104.02057
 *
 * MoCo without its queue: a query has to find its key among the keys of its own batch, both views are queries, and a
 * predictor stands between the query's projection and the comparison.
 *
 *   q = p(g(f(view)))  [N, P]     k = g'(f'(view))  [N, P], of the slow average
 *   loss = 2τ (InfoNCE(q_a, k_b) + InfoNCE(q_b, k_a)), with the factor 2τ of the authors' code
 *
 * Both heads have one hidden layer and end in batch normalisation without scale and shift. So does the predictor that
 * the authors' code puts on a ViT; the one on a ResNet ends in its linear layer, and a ViT's projector has two hidden
 * layers (facebookresearch/moco-v3, moco/builder.py). Here every encoder gets the same heads.
 */
import * as z from "zod";
import { candidatesInBatch, cosineEnergy, infoNce } from "../losses/index.js";
import { mlp, type Scope } from "../nn/index.js";
import { add, concat, mul, stopGradient, type Tensor } from "../tensor/index.js";
import { energyToTeacher } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projectorOptions } from "./projector.js";

const options = z.strictObject({
  temperature: z.number().positive().default(0.2).describe("Softmax temperature of the loss."),
  momentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.99)
    .describe("Momentum of the key encoder at the start; 1 at the end."),
  hiddenDim: projectorOptions.hiddenDim.describe("Width of the heads' hidden layers."),
  outputDim: projectorOptions.outputDim.describe("Size of queries and keys."),
});

type Options = z.output<typeof options>;

const heads = { norm: true, normLast: true };

/** g(h), the key's head. */
function projector(scope: Scope, h: Tensor, { hiddenDim, outputDim }: Options): Tensor {
  return mlp(scope.child("projector"), h, [hiddenDim, outputDim], heads);
}

/** p(g(h)), the query's head. */
function prediction(scope: Scope, h: Tensor, settings: Options): Tensor {
  const { hiddenDim, outputDim } = settings;
  return mlp(scope.child("predictor"), projector(scope, h, settings), [hiddenDim, outputDim], heads);
}

export const mocoV3 = defineMethod({
  name: "moco-v3",
  title: "MoCo v3",
  paper: "https://arxiv.org/abs/2104.02057",
  family: "contrastive",
  taxonomy: "contrastive",
  couples: ["loss", "statistics"],
  options,
  views: [{ count: 2 }],
  batchStatistics: "separate",
  pushesApart: true,
  teacherMomentum: ({ momentum }) => [momentum, 1],
  project: projector,
  heldUpBy:
    "MoCo v3 is held up by the batch's negatives: look for a batch that is too small, a temperature that is too high, or a learning rate that is too high.",

  /** Minus the cosine of x's prediction and y's key. */
  energy: energyToTeacher(cosineEnergy, prediction, projector),

  step({ scope, encode, teacher, views, eachView, classOf: classes }, settings) {
    const both = views as [Tensor, Tensor];
    const { temperature } = settings;
    const pairs = eachView(both, encode); // [N, D]
    const [qa, qb] = eachView(pairs, (h) => prediction(scope, h, settings)); // [N, P]
    const [ka, kb] = eachView(both, (view) =>
      stopGradient(projector(teacher.scope, teacher.encode(view), settings)),
    );
    const contrast = (queries: Tensor, keys: Tensor) => infoNce(queries, keys, { temperature, classes });
    const total = add(contrast(qa, kb), contrast(qb, ka));
    const candidates = candidatesInBatch(qa, classes);
    return {
      loss: mul(total, 2 * temperature),
      embedding: concat(pairs),
      pairs,
      infoNce: { loss: mul(total, 0.5), candidates },
    };
  },
});
