/**
 * TSDAE: Using Transformer-based Sequential Denoising Auto-Encoder for Unsupervised Sentence Embedding Learning.
 * Wang, Reimers, Gurevych, 2021. https://arxiv.org/abs/2104.06979
 *
 * Most tokens of a text are left out, the encoder makes one vector of the rest, and a decoder has to say the whole text from that
 * vector: what the text was about has to be in it.
 *
 *   h = f(x without 60 % of its tokens)  [N, D]     s = g(h, x_1 ... x_t-1)  [N, T, D]
 *   loss = mean over texts of the mean -ln softmax(E s_t) of x_t, in nats, E the encoder's table of embeddings
 *
 * The decoder sees h alone of what was read (`decoders/text-decoder.ts`), and at each place the tokens said before. In the paper it
 * shares the encoder's weights, with attention between; here it is small, has its own, and shares the table.
 */
import * as z from "zod";
import { deleteTokens } from "../augment/index.js";
import { textDecoder } from "../decoders/index.js";
import type { FactsOf } from "../encoders/index.js";
import type { Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";
import type { Branch } from "./step.js";
import { plainTexts, tableOf } from "./text-states.js";
import { natsEach, type Scored, textLoss, textSurprise } from "./token-costs.js";

const options = z.strictObject({
  deletion: z
    .number()
    .min(0)
    .max(1)
    .default(0.6)
    .describe("Probability to leave out a token; one is always left."),
  decoderDepth: z.int().positive().default(1).describe("Transformer blocks of the decoder."),
});

type Options = z.output<typeof options>;
type Model = Branch & FactsOf["tokens"];

/** What is said of y from what was seen of x. */
function saying(model: Model, x: Tensor, y: Tensor, { decoderDepth }: Options) {
  const encoding = model.encodeAll(x);
  const table = tableOf(encoding);
  const width = table.shape[1] ?? 0;
  const heads = width % 32 === 0 ? width / 32 : 1;
  const states = textDecoder(
    model.scope.child("decoder"),
    { sentence: encoding.embedding, tokens: y, table, longest: model.longest },
    { depth: decoderDepth, heads },
  );
  return { encoding, scored: { states, table } satisfies Scored };
}

export const tsdae = defineMethod({
  name: "tsdae",
  title: "TSDAE",
  paper: "https://arxiv.org/abs/2104.06979",
  family: "generative",
  taxonomy: "generative",
  reads: "tokens",
  couples: [],
  options,
  views: plainTexts,
  recipe: { learningRate: 1e-2, batchSize: 32, epochs: 10 },

  heldUpBy: ({ deletion, decoderDepth }) =>
    `TSDAE is held up by a decoder that needs the vector of what was read: where it says texts from their own beginnings, make it smaller with \`method.decoderDepth\` (${decoderDepth}), or lower \`method.deletion\` (${deletion}), which leaves too little to read.`,

  /** Nats a token of y, said from the vector of x. */
  energy: ({ x, y, ...model }, settings) => natsEach(textSurprise(saying(model, x, y, settings).scored, y)),

  surprise: ({ x, ...model }, settings) => textSurprise(saying(model, x, x, settings).scored, x),

  step({ views, ...model }, settings) {
    const x = views[0] as Tensor; // [N, T]
    const seen = deleteTokens(x, model.scope.key("deletion"), model, settings.deletion);
    const { encoding, scored } = saying(model, seen, x, settings);
    return { ...textLoss(scored, x), embedding: encoding.embedding };
  },
});
