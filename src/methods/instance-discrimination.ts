/**
 * Instance discrimination: Unsupervised Feature Learning via Non-Parametric Instance Discrimination.
 * Wu, Xiong, Yu, Lin, 2018. https://arxiv.org/abs/1805.01978
 *
 * Every sample is a class of its own, and a memory bank keeps one vector for each. A view has to find its own sample's
 * vector among those of others, m - 1 draws from the bank; then that vector moves halfway to the view's. One view a step
 * is enough, so a step costs half of SimCLR's.
 *
 *   z = g(f(view))  [N, P]     bank  [S, P], a row a sample
 *   loss = -mean log exp(z bank_i / τ) / (exp(z bank_i / τ) + Σ_{drawn j ≠ i} exp(z bank_j / τ))
 *   bank_i <- normalise(1/2 bank_i + 1/2 z)
 *
 * The paper approximates a softmax over all samples by noise-contrastive estimation; this is InfoNCE over m classes,
 * and log m - loss, the metric `mutualInformationBound` in nats, bounds from below, roughly (the memory is old and was
 * trained on), the information that a view and its sample's memory share. The m - 1 are drawn anew each step, evenly and with repetition, once for the batch, so a
 * sample's own row comes up too: it does not count for that sample, which has so many classes fewer that step. Rows of
 * the bank are zero until their sample has been seen: they neither pull nor push, while the paper's start in random
 * directions.
 */
import * as z from "zod";
import { cosineEnergy, sampledInfoNce } from "../losses/index.js";
import { zeros } from "../nn/index.js";
import { uniform } from "../random/index.js";
import {
  add,
  cast,
  equal,
  floor,
  gather,
  logicalNot,
  minimum,
  mul,
  normalise,
  replaceRows,
  reshape,
  stopGradient,
  sum,
  type Tensor,
} from "../tensor/index.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projector, projectorOptions } from "./projector.js";

const options = z.strictObject({
  temperature: z.number().positive().default(0.07).describe("Softmax temperature of the loss."),
  classes: z.int().min(2).default(2048).describe("m, the sample's own vector with m - 1 draws of others'."),
  momentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("How much of a vector in the bank an update keeps."),
  ...projectorOptions,
  outputDim: projectorOptions.outputDim.describe("Size of the vectors in the bank."),
});

export const instanceDiscrimination = defineMethod({
  name: "instance-discrimination",
  title: "Instance discrimination",
  paper: "https://arxiv.org/abs/1805.01978",
  family: "contrastive",
  taxonomy: "contrastive",
  couples: ["statistics", "state"],
  options,
  views: [{ count: 1 }],
  indexed: true,
  // A vector in the bank is a pass over the data old: an encoder that moves fast would leave it behind.
  recipe: { learningRate: 4e-4, epochs: 10 },
  project: projector,
  heldUpBy:
    "Instance discrimination is held up by the bank's other vectors: look for too few classes, a temperature that is too high, or a learning rate that is too high.",

  /** Minus the cosine of z. */
  energy: energyBetween(cosineEnergy, projector),

  step({ scope, encode, views, index, samples }, settings) {
    const { classes, momentum, outputDim, temperature } = settings;
    const own = index as Tensor; // [N]
    const h = encode(views[0] as Tensor); // [N, D]
    const z = normalise(projector(scope, h, settings)); // [N, P]
    const bank = scope.state("bank", [samples, outputDim], zeros);
    const places = mul(uniform(scope.key("others"), [classes - 1]), samples);
    const drawn = cast(minimum(floor(places), samples - 1), "int32"); // [m - 1]
    const excluded = equal(reshape(own, [-1, 1]), reshape(drawn, [1, -1])); // [N, m - 1]: no sample is its own negative
    const remembered = gather(bank, own); // [N, P]
    const loss = sampledInfoNce(z, remembered, gather(bank, drawn), { temperature, excluded });
    const counted = add(sum(cast(logicalNot(excluded), "float32"), -1), 1); // [N], m without those

    const next = normalise(add(mul(remembered, momentum), mul(stopGradient(z), 1 - momentum)));
    scope.assign("bank", replaceRows(bank, own, next)); // a batch has no sample twice
    return { loss, embedding: h, infoNce: { loss, candidates: counted } };
  },
});
