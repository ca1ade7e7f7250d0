/**
 * Supervised training under the same contract: the baseline every method is compared with.
 *
 * One augmented view of each sample passes the encoder and a linear classifier; the loss is softmax
 * cross-entropy with the labels.
 */
import * as z from "zod";
import { crossEntropy } from "../losses/index.js";
import { linear } from "../nn/index.js";
import { accuracy, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";

export const supervised = defineMethod({
  name: "supervised",
  title: "Supervised baseline",
  paper: "https://en.wikipedia.org/wiki/Cross-entropy",
  family: "supervised",
  taxonomy: null,
  couples: [],
  options: z.strictObject({}),
  views: [{ count: 1 }],
  labels: true,
  recipe: { learningRate: 5e-3 },

  step({ scope, encode, views, labels, classes }) {
    const h = encode(views[0] as Tensor); // [N, D]
    const logits = linear(scope.child("classifier"), h, classes ?? 0); // [N, C]
    const truth = labels as Tensor;
    return {
      loss: crossEntropy(logits, truth),
      embedding: h,
      metrics: { accuracy: accuracy(logits, truth) },
    };
  },
});
