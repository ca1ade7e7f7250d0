/**
 * VAMPIRE: Variational Pretraining for Semi-supervised Text Classification.
 * Gururangan, Dang, Card, Smith, 2019. https://aclanthology.org/P19-1590
 *
 * A variational autoencoder of the words of a text, without their order. The code is a mixture of topics: a draw of a normal
 * distribution that the encoder gives, through a softmax; every topic makes some words likelier than they are anyway.
 *
 *   h = f(x)  [N, D]     μ, log σ² = heads of h  [N, K]     θ = softmax(μ + σ ε), ε ~ N(0, 1)     η = K B θ + b  [N, V]
 *   loss = mean over texts of Σ_words -ln softmax(η) + β KL(N(μ, σ²) | N(0, 1)), in nats a text
 *
 * θ counts K times, so that each topic counts one on the average: without it topics learn K times more slowly than the words'
 * own shares b, and the code is given up before it says anything (on Shakespeare the divergence stayed at 0.03 nats a text of
 * 128 tokens; with it, it rose to 9, and the bound fell below what b alone gives). With β = 1 it is minus the evidence lower bound, by one draw. In the paper the encoder reads a bag of words too, which is what
 * makes it fit for machines without accelerators: the encoder bag-of-words. Special tokens are no words. The head that probes
 * compare is μ.
 */
import * as z from "zod";
import { isOrdinary } from "../augment/index.js";
import type { FactsOf } from "../encoders/index.js";
import { klGaussianRows } from "../losses/index.js";
import { linear, type Scope } from "../nn/index.js";
import { normal } from "../random/index.js";
import {
  add,
  cast,
  clip,
  div,
  exp,
  logSoftmax,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  softmax,
  sum,
  type Tensor,
  takeAlong,
} from "../tensor/index.js";
import { defineMethod } from "./method.js";
import { ramp } from "./schedule-in-step.js";
import type { Branch } from "./step.js";
import { plainTexts } from "./text-states.js";
import { natsEach } from "./token-costs.js";

const options = z.strictObject({
  topics: z.int().positive().default(32).describe("Numbers of a code: topics that a text is a mixture of."),
  beta: z.number().min(0).default(1).describe("Weight β of the divergence; above 1 codes say less."),
  warmUp: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("Part of training over which β rises from 0 to its value."),
});

type Options = z.output<typeof options>;

/** Mean of the code before its softmax, `[N, K]`. */
function codeMean(scope: Scope, h: Tensor, { topics }: Options): Tensor {
  return linear(scope.child("mean"), h, topics);
}

/** The bound's two terms for the words of each y, with the code's distribution read off x, `[N]` nats each, and their number. */
function terms(
  { scope, encode, specials }: Branch & Pick<FactsOf["tokens"], "specials">,
  x: Tensor,
  y: Tensor,
  vocabulary: number,
  settings: Options,
  drawn: boolean,
) {
  const h = encode(x);
  const mu = codeMean(scope, h, settings);
  const logvar = clip(linear(scope.child("logvar"), h, settings.topics), -10, 10);
  const noise = drawn ? mul(exp(mul(logvar, 0.5)), normal(scope.key("code"), mu.shape)) : undefined;
  const theta = softmax(noise === undefined ? mu : add(mu, noise));
  const likely = logSoftmax(linear(scope.child("topics"), mul(theta, settings.topics), vocabulary)); // [N, V]
  const words = cast(isOrdinary(y, { specials }), "float32"); // [N, T]
  const reconstruction = neg(sum(mul(takeAlong(likely, maximum(y, 0)), words), 1));
  return { h, reconstruction, kl: klGaussianRows(mu, logvar), count: sum(words, 1) };
}

export const vampire = defineMethod({
  name: "vampire",
  title: "VAMPIRE",
  paper: "https://aclanthology.org/P19-1590",
  family: "generative",
  taxonomy: "generative",
  reads: "tokens",
  couples: [],
  options,
  views: plainTexts,
  recipe: { learningRate: 4e-2, weightDecay: 0, batchSize: 64, epochs: 20 },
  project: codeMean,
  heldUpBy: ({ beta, warmUp }) =>
    `VAMPIRE's codes fall onto their prior where they cost more than they give: lower \`method.beta\` (${beta}), or let it rise more slowly with \`method.warmUp\` (${warmUp}).`,

  /** Nats a word of y under the mean code of x. */
  energy({ x, y, vocabulary, ...model }, settings) {
    const { reconstruction, count } = terms(model, x, y, vocabulary, settings, false);
    return natsEach({ total: reconstruction, count });
  },

  /** About minus the bound, without its noise. */
  surprise({ x, vocabulary, ...model }, settings) {
    const { reconstruction, kl, count } = terms(model, x, x, vocabulary, settings, false);
    // A text without words has a code all the same, but nothing was said of it.
    return { total: mul(add(reconstruction, kl), minimum(count, 1)), count };
  },

  step({ views, progress, vocabulary, ...model }, settings) {
    const x = views[0] as Tensor; // [N, T]
    const rows = terms(model, x, x, vocabulary, settings, true);
    const [reconstruction, kl] = [mean(rows.reconstruction), mean(rows.kl)];
    const { beta, warmUp } = settings;
    const weight = warmUp === 0 ? beta : ramp(progress, { from: 0, to: beta, until: warmUp });
    const bound = add(rows.reconstruction, rows.kl);
    return {
      loss: add(reconstruction, mul(kl, weight)),
      embedding: rows.h,
      metrics: { reconstruction, kl, perplexity: exp(div(sum(bound), maximum(sum(rows.count), 1))) },
    };
  },
});
