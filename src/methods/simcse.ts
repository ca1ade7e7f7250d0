/**
 * SimCSE: Simple Contrastive Learning of Sentence Embeddings (unsupervised).
 * Gao, Yao, Chen, 2021. https://arxiv.org/abs/2104.08821
 *
 * A text passes the encoder twice, and nothing differs but what dropout takes away; the two belong together, and the other texts of
 * the batch are told from them. Any change of words changes more, which is why the paper has none.
 *
 *   h, h' = f(x) with dropout of their own  [N, D]     z = tanh(W h + b), in training only
 *   loss = mean over i of -ln exp(cos(z_i, z'_i) / τ) / Σ_j exp(cos(z_i, z'_j) / τ)
 *
 * The representation is h, as the paper keeps it. The metric `mutualInformationBound` is ln N - loss, in nats.
 *
 * Throws ConfigError where the encoder has its dropout off: then both passes are one, and there is nothing to learn.
 */
import * as z from "zod";
import type { Encoder } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { candidatesInBatch, infoNce, similarities } from "../losses/index.js";
import { linear, type Scope } from "../nn/index.js";
import { concat, neg, split, type Tensor, tanh } from "../tensor/index.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { plainTexts } from "./text-states.js";

const options = z.strictObject({
  temperature: z.number().positive().default(0.05).describe("Softmax temperature τ of the loss."),
});

/** The layer that stands on the encoder while it trains. */
function head(scope: Scope, h: Tensor): Tensor {
  return tanh(linear(scope.child("head"), h, h.shape[1] ?? 0));
}

function withDropout(encoder: Encoder): Encoder {
  if (encoder.options.dropout !== 0) return encoder;
  throw new ConfigError(
    `simcse tells a text's two passes apart by dropout alone, and the encoder ${encoder.name} has it off: give it some, such as \`encoder.dropout: 0.1\`.`,
    { encoder: encoder.name },
  );
}

export const simcse = defineMethod({
  name: "simcse",
  title: "SimCSE",
  paper: "https://arxiv.org/abs/2104.08821",
  family: "contrastive",
  taxonomy: "contrastive",
  reads: "tokens",
  couples: ["loss"],
  options,
  views: plainTexts,
  pushesApart: true,
  encoder: withDropout,
  recipe: { learningRate: 2e-3, batchSize: 64 },
  project: head,
  heldUpBy: ({ temperature }) =>
    `SimCSE is held up by its negatives: look for a batch that is too small, a \`method.temperature\` (${temperature}) that is too high, or a learning rate that is too high.`,

  /** Minus the cosine of z, of two texts as they are. */
  energy: energyBetween((zx, zy) => neg(similarities.cosine.pairs(zx, zy)), head),

  step({ scope, encode, views, classOf: classes }, { temperature }) {
    const x = views[0] as Tensor; // [N, T]
    const h = encode(concat([x, x])); // [2N, D]: each row loses numbers of its own
    const [za, zb] = split(head(scope, h), 2) as [Tensor, Tensor];
    const loss = infoNce(za, zb, { temperature, similarity: similarities.cosine, classes });
    return {
      loss,
      embedding: h,
      pairs: split(h, 2) as [Tensor, Tensor],
      infoNce: { loss, candidates: candidatesInBatch(za, classes, 1) },
    };
  },
});
