/**
 * Denoising text model: a text with some tokens hidden or replaced is made clean again, and how badly a text is made is its energy
 * (LeCun & Misra, 2021, https://ai.meta.com/blog/self-supervised-learning-the-dark-matter-of-intelligence/; SPEC row 27).
 *
 *   x' = x, a share of its tokens masked or random  [N, T]     h = f(x')  [N, T, D]
 *   loss = mean over texts of the mean -ln softmax(E h_t) of x_t, all places t, in nats, E the table of embeddings
 *
 * It is the masked language model that has to say every token, those it sees too, and has learned that what it sees may be wrong. So
 * a text as it is costs little, and a token that does not belong where it stands costs much: `surprise` and `energy` are read of
 * texts as they are, without a draw, and tell corrupted texts from clean ones (an anomaly score). A masked model's own cost
 * would need a pass a token.
 */
import * as z from "zod";
import { maskTokens } from "../augment/index.js";
import type { Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";
import type { Branch } from "./step.js";
import { encodeTexts, plainTexts } from "./text-states.js";
import { natsEach, textLoss, textSurprise } from "./token-costs.js";

const options = z
  .strictObject({
    share: z
      .number()
      .positive()
      .lt(1)
      .default(0.3)
      .describe("Share of a text's tokens that is corrupted: exactly, rounded, at least one."),
    masked: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe("Share of those that become the mask token; 0 where the tokenizer has none."),
    random: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe("Share of them that become a random token; the rest stay."),
  })
  .refine(
    ({ masked, random }) => masked + random <= 1,
    "`method.masked` and `method.random` are shares of one whole.",
  );

/** What is made of a text, seen as it is given. */
function made(model: Branch, x: Tensor) {
  const { embedding, tokens, table } = encodeTexts(model, x);
  return { embedding, scored: { states: tokens, table } };
}

export const denoisingText = defineMethod({
  name: "denoising-text",
  title: "Denoising text model",
  paper: "https://ai.meta.com/blog/self-supervised-learning-the-dark-matter-of-intelligence/",
  family: "generative",
  taxonomy: "generative",
  reads: "tokens",
  couples: [],
  options,
  views: plainTexts,
  recipe: { learningRate: 1e-2, batchSize: 32, epochs: 10 },

  heldUpBy:
    "A denoising text model asks nothing of a text's embedding, only of its tokens' vectors: look whether its loss falls, and for a learning rate that is too high; simcse makes embeddings of such a run (`from`).",

  /** Nats a token of y, made of x as it is. */
  energy: ({ x, y, ...model }) => natsEach(textSurprise(made(model, x).scored, y)),

  surprise: ({ x, ...model }) => textSurprise(made(model, x).scored, x),

  step({ views, ...model }, settings) {
    const x = views[0] as Tensor; // [N, T]
    const { scope, vocabulary, specials } = model;
    const corrupted = maskTokens(x, scope.key("corruption"), { vocabulary, specials }, settings);
    const { scored, embedding } = made(model, corrupted.tokens);
    return { ...textLoss(scored, x), embedding };
  },
});
