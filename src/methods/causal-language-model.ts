/**
 * Causal language model: Language Models are Unsupervised Multitask Learners (GPT-2).
 * Radford, Wu, Child, Luan, Amodei, Sutskever, 2019. https://openai.com/index/better-language-models/
 * The idea of neural ones: Bengio et al., 2003. https://jmlr.org/papers/v3/bengio03a.html
 *
 * At every place the next token is predicted from those up to it (SPEC rows 59 and 85). Nothing is hidden: the encoder sees
 * only what came before, in training and ever after, so its states say what a text has been about so far.
 *
 *   h = f(x), causal  [N, T, D]     p(x_t+1 | x_1 ... x_t) = softmax(E h_t)  [V], E the table of embeddings
 *   loss = mean over texts of the mean -ln p of their tokens but the first, in nats
 *
 * A first token is predicted from nothing, so where texts begin with a token of their own (as the tokenizer frames them) all of
 * the text is predicted.
 */
import * as z from "zod";
import { matmul, slice, type Tensor } from "../tensor/index.js";
import { causalEncoder } from "./causal-encoder.js";
import { defineMethod } from "./method.js";
import type { Branch } from "./step.js";
import { encodeTexts, plainTexts } from "./text-states.js";
import { natsEach, targetsWhere, textLoss, textSurprise } from "./token-costs.js";

/** What is said of the next token at every place of x but the last, and those of y there. */
function predictions(model: Branch, x: Tensor, y: Tensor) {
  const encoding = encodeTexts(model, x);
  const t = x.shape[1] ?? 0;
  const last = Math.max(t - 1, 0);
  return {
    encoding,
    scored: { states: slice(encoding.tokens, 1, 0, last), table: encoding.table },
    targets: targetsWhere(slice(x, 1, 0, last), slice(y, 1, 1)),
  };
}

export const causalLanguageModel = defineMethod({
  name: "causal-language-model",
  title: "Causal language model",
  paper: "https://openai.com/index/better-language-models/",
  family: "generative",
  taxonomy: "generative",
  reads: "tokens",
  couples: [],
  options: z.strictObject({}),
  views: plainTexts,
  encoder: causalEncoder,
  recipe: {
    learningRate: 1e-2,
    weightDecay: 0.1,
    optimizerOptions: { beta2: 0.99 },
    batchSize: 32,
    epochs: 10,
  },

  heldUpBy:
    "A causal language model asks nothing of a text's embedding, only of its tokens' vectors: look whether its loss falls, and for a learning rate that is too high; simcse makes embeddings of such a run (`from`).",

  predicts: {
    which: "next",
    logits: (_, states, table) => matmul(states, table, { transposeB: true }),
  },

  /** Nats a token of y, each predicted from what x has up to it. */
  energy({ x, y, ...model }) {
    const { scored, targets } = predictions(model, x, y);
    return natsEach(textSurprise(scored, targets));
  },

  surprise({ x, ...model }) {
    const { scored, targets } = predictions(model, x, x);
    return textSurprise(scored, targets);
  },

  step({ views, ...model }) {
    const x = views[0] as Tensor; // [N, T]
    const { encoding, scored, targets } = predictions(model, x, x);
    return { ...textLoss(scored, targets), embedding: encoding.embedding };
  },
});
