/**
 * Masked language model: BERT, Pre-training of Deep Bidirectional Transformers for Language Understanding.
 * Devlin, Chang, Lee, Toutanova, 2019. https://arxiv.org/abs/1810.04805
 *
 * Some tokens of each text are hidden, and predicted from all the others (SPEC row 84): exactly 15 %, of which 80 % become the mask
 * token, 10 % a random one and 10 % stay, so that the encoder cannot tell which. Scores are made at those places only.
 *
 *   x' = x with hidden tokens  [N, T]     h = f(x') at the hidden places  [N, K, D]
 *   g = norm(gelu(W h + c))     p = softmax(E g + b)  [V], E the table of embeddings
 *   loss = mean over texts of the mean -ln p of their hidden tokens, in nats
 *
 * With `nextSentence` (row 86) a text is a pair: its first half, and its own second half or, half the time, that of another; whether
 * they belong together is told from the embedding, and its cross-entropy is added. Texts have no marks of sentences, so they
 * are cut in the middle. `wholeWords` hides words, not pieces of them (at most the share; BERT's later releases).
 */
import * as z from "zod";
import { maskTokens, sentencePairs } from "../augment/index.js";
import type { FactsOf } from "../encoders/index.js";
import { tokensAt } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { crossEntropy } from "../losses/index.js";
import { layerNorm, linear, type Scope, truncatedNormal, zeros } from "../nn/index.js";
import {
  accuracy,
  add,
  gelu,
  greaterEqual,
  logicalNot,
  matmul,
  or,
  type Tensor,
  takeAlong,
  where,
} from "../tensor/index.js";
import { defineMethod } from "./method.js";
import type { Branch } from "./step.js";
import { encodeTexts, plainTexts } from "./text-states.js";
import { natsEach, type Scored, textLoss, textSurprise } from "./token-costs.js";

const options = z
  .strictObject({
    share: z
      .number()
      .positive()
      .lt(1)
      .default(0.15)
      .describe("Share of a text's tokens that is hidden: exactly, rounded, at least one."),
    masked: z
      .number()
      .min(0)
      .max(1)
      .default(0.8)
      .describe("Share of the hidden ones that become the mask token."),
    random: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe("Share of them that become a random token; the rest stay."),
    wholeWords: z.boolean().default(false).describe("Hide whole words instead of single tokens."),
    nextSentence: z
      .boolean()
      .default(false)
      .describe("Also tell whether the second half of a text belongs to the first."),
  })
  .refine(
    ({ masked, random }) => masked + random <= 1,
    "`method.masked` and `method.random` are shares of one whole.",
  );

type Options = z.output<typeof options>;
type Facts = FactsOf["tokens"];

/** Scores over the vocabulary: a layer of its own in front of the shared table, as in the authors' code. */
function scored(scope: Scope, states: Tensor, table: Tensor): Scored {
  const width = table.shape[1] ?? 0;
  const hidden = gelu(linear(scope.child("transform"), states, width, { initialise: truncatedNormal(0.02) }));
  return {
    states: layerNorm(scope.child("norm"), hidden),
    table,
    bias: scope.child("vocabulary").parameter("bias", [table.shape[0] ?? 0], zeros, "bias"),
  };
}

/** Hides tokens of x and predicts them: the scores, and the tokens of y at those places. */
function predictHidden(
  model: Branch & Facts,
  x: Tensor,
  y: Tensor,
  { share, masked, random, wholeWords }: Options,
  segments?: Tensor,
) {
  const { scope, vocabulary, specials, beginsWord } = model;
  if (wholeWords && beginsWord === undefined)
    throw new ConfigError(
      "`method.wholeWords` hides words as wholes, and this tokenizer does not tell where words begin: turn it off, or train a WordPiece or BPE tokenizer.",
    );
  const hidden = maskTokens(
    x,
    scope.key("mask"),
    { vocabulary, specials },
    {
      ...{ share, masked, random },
      beginsWord: wholeWords ? beginsWord : undefined,
    },
  );
  const encoding = encodeTexts(model, hidden.tokens, segments === undefined ? {} : { segments });
  const there = takeAlong(y, hidden.places);
  const none = logicalNot(greaterEqual(hidden.targets, 0));
  return {
    encoding,
    scored: scored(scope, tokensAt(encoding.tokens, hidden.places), encoding.table),
    targets: y === x ? hidden.targets : where(or(none, logicalNot(greaterEqual(there, 0))), -1, there),
  };
}

export const maskedLanguageModel = defineMethod({
  name: "masked-language-model",
  title: "Masked language model (BERT)",
  paper: "https://arxiv.org/abs/1810.04805",
  family: "masked",
  taxonomy: "generative",
  reads: "tokens",
  couples: ({ nextSentence }) => (nextSentence ? ["loss"] : []),
  options,
  views: plainTexts,
  recipe: { learningRate: 1e-2, weightDecay: 0.01, batchSize: 32, epochs: 10 },

  heldUpBy:
    "A masked language model asks nothing of a text's embedding, only of its tokens' vectors: look whether its loss falls, and for a learning rate that is too high; simcse makes embeddings of such a run (`from`).",

  predicts: {
    which: "hidden",
    logits(scope, states, table) {
      const head = scored(scope, states, table);
      return add(matmul(head.states, table, { transposeB: true }), head.bias as Tensor);
    },
  },

  /** Nats a hidden token of y, predicted from the others of x. */
  energy({ x, y, ...model }, settings) {
    const { scored: scores, targets } = predictHidden(model, x, y, settings);
    return natsEach(textSurprise(scores, targets));
  },

  surprise({ x, ...model }, settings) {
    const { scored: scores, targets } = predictHidden(model, x, x, settings);
    return textSurprise(scores, targets);
  },

  step({ views, ...model }, settings) {
    const text = views[0] as Tensor; // [N, T]
    if (!settings.nextSentence) {
      const { encoding, scored: scores, targets } = predictHidden(model, text, text, settings);
      return { ...textLoss(scores, targets), embedding: encoding.embedding };
    }
    const { vocabulary, specials, scope } = model;
    const pairs = sentencePairs(text, scope.key("pairs"), { vocabulary, specials });
    const { encoding, ...hidden } = predictHidden(
      model,
      pairs.tokens,
      pairs.tokens,
      settings,
      pairs.segments,
    );
    const { loss, metrics } = textLoss(hidden.scored, hidden.targets);
    const belongs = linear(scope.child("follows"), encoding.embedding, 2); // [N, 2]
    const nextSentence = crossEntropy(belongs, pairs.follows);
    return {
      loss: add(loss, nextSentence),
      embedding: encoding.embedding,
      metrics: {
        ...metrics,
        hiddenTokens: loss,
        nextSentence,
        nextSentenceAccuracy: accuracy(belongs, pairs.follows),
      },
    };
  },
});
