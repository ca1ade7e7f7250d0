/**
 * MoCo v2: Improved Baselines with Momentum Contrastive Learning.
 * Chen, Fan, Girshick, He, 2020. https://arxiv.org/abs/2003.04297 (MoCo: https://arxiv.org/abs/1911.05722)
 *
 * One view goes through the encoder and becomes a query; the other goes through a slow average of the encoder and
 * becomes its key. The query has to find its key among a queue of keys of earlier batches, so that there are many
 * negatives without a large batch; the average moves slowly so that the queue's keys stay comparable.
 *
 *   q = g(f(a))  [N, P]     k = g'(f'(b))  [N, P]     queue  [K, P]
 *   loss = -mean log exp(q k / τ) / (exp(q k / τ) + Σ exp(q queue / τ))
 *
 * Where positives are by class the queue keeps the classes of its keys, and those of the query's own are not in the sum.
 *
 * `symmetric` lets both views be queries, as many reimplementations do: twice the work of both encoders a step.
 *
 * Batch normalisation of the key encoder uses the batch's own statistics. The authors shuffle keys between machines so
 * that these cannot tell a query which key is its own; on one machine there is nothing to shuffle between, and a query
 * and its key do see statistics of the same samples, which the queue's keys do not. Watch kNN, not the loss alone.
 */
import * as z from "zod";
import { candidatesAmong, cosineEnergy, momentumContrast, sameClass } from "../losses/index.js";
import { add, concat, mul, normalise, stopGradient, type Tensor } from "../tensor/index.js";
import { energyToTeacher } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projector, projectorOptions } from "./projector.js";
import { queue } from "./queue.js";

const options = z.strictObject({
  temperature: z.number().positive().default(0.2).describe("Softmax temperature of the loss."),
  queueSize: z.int().positive().default(4096).describe("Keys of earlier batches that serve as negatives."),
  momentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.99)
    .describe("Momentum of the key encoder at the start; 1 at the end."),
  symmetric: z.boolean().default(false).describe("Whether both views are queries, at twice the cost."),
  ...projectorOptions,
  outputDim: projectorOptions.outputDim.describe("Size of queries and keys."),
});

export const mocoV2 = defineMethod({
  name: "moco-v2",
  title: "MoCo v2",
  paper: "https://arxiv.org/abs/2003.04297",
  family: "contrastive",
  taxonomy: "contrastive",
  couples: ["statistics", "state"],
  options,
  views: [{ count: 2 }],
  batchStatistics: "separate",
  pushesApart: true,
  teacherMomentum: ({ momentum }) => [momentum, 1],
  project: projector,
  heldUpBy:
    "MoCo is held up by the queue's negatives: look for a queue that is too short, a key encoder that moves too fast (`method.momentum`), or a temperature that is too high.",

  /** Minus the cosine of x's query and y's key. */
  energy: energyToTeacher(cosineEnergy, projector, projector),

  step({ scope, encode, teacher, views, eachView, classOf }, settings) {
    const [a, b] = views as [Tensor, Tensor];
    const { queueSize, outputDim, temperature } = settings;
    const { rows, classes, push } = queue(scope, "queue", queueSize, outputDim, classOf);
    const known = classOf && classes && ([classOf, classes] as const);
    const excluded = known && sameClass(...known); // [N, K]
    const candidates = known ? candidatesAmong(...known) : 1 + queueSize;
    const contrast = (queries: Tensor, keys: Tensor) =>
      momentumContrast(queries, keys, rows, { temperature, excluded });
    const keysOf = (view: Tensor) =>
      normalise(stopGradient(projector(teacher.scope, teacher.encode(view), settings))); // [N, P]
    if (!settings.symmetric) {
      const h = encode(a); // [N, D]
      const keys = keysOf(b);
      push(keys);
      const loss = contrast(projector(scope, h, settings), keys);
      return { loss, embedding: h, infoNce: { loss, candidates } };
    }
    const pairs = eachView([a, b], encode); // [N, D]
    const [qa, qb] = eachView(pairs, (h) => projector(scope, h, settings)); // [N, P]
    const [ka, kb] = [keysOf(a), keysOf(b)];
    push(kb);
    const loss = mul(add(contrast(qa, kb), contrast(qb, ka)), 0.5);
    return { loss, embedding: concat(pairs), pairs, infoNce: { loss, candidates } };
  },
});
