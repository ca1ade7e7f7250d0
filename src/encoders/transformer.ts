/**
 * Attention Is All You Need (Vaswani et al., 2017, https://arxiv.org/abs/1706.03762) over the tokens of a text: an encoder as
 * BERT (Devlin et al., 2019, https://arxiv.org/abs/1810.04805), and with `causal` of `apply`, which methods turn on, a decoder
 * as GPT-2 (Radford et al., 2019).
 *
 *   tokens [N, T] -> rows of a table [N, T, D] + positions -> blocks -> norm -> states [N, T, D] -> embedding [N, D]
 *
 * Tokens that are not there (-1, on either side or as holes) are seen by nobody and count as no place. The table is given for
 * outputs that share it. `depth` blocks, each attention and an MLP of 4 D with GELU.
 */
import * as z from "zod";
import { embeddingTable, poolTokens, tokenTransformer } from "../nn/index.js";
import { cast, concat, full, type Tensor } from "../tensor/index.js";
import { defineEncoder, type EncodeOptions } from "./encoder.js";
import { realTokens, textFacts } from "./real-tokens.js";

const options = z
  .strictObject({
    width: z.int().positive().default(128).describe("Size of a token's vector and of the embedding."),
    depth: z.int().positive().default(4).describe("Number of blocks."),
    heads: z.int().positive().optional().describe("Attention heads (one for each 32 numbers of width)."),
    positions: z
      .enum(["learned", "sinusoidal", "rotary"])
      .default("learned")
      .describe(
        "How places are told: a learned table, fixed waves, or queries and keys turned by their places.",
      ),
    dropout: z
      .number()
      .min(0)
      .lt(1)
      .default(0.1)
      .describe("Probability to drop a number of a branch, or a weight of attention, in training."),
    pooling: z
      .enum(["mean", "first", "last"])
      .default("mean")
      .describe("What stands for the text: the mean of its tokens' vectors, the first or the last."),
    norm: z
      .enum(["pre", "post"])
      .default("pre")
      .describe("Layer norms before each branch (GPT-2) or after each sum (BERT)."),
  })
  .refine(
    ({ width, heads = headsOf(width), positions }) =>
      width % heads === 0 &&
      (positions !== "rotary" || (width / heads) % 2 === 0) &&
      (positions !== "sinusoidal" || width % 2 === 0),
    "`encoder.width` must be a multiple of `encoder.heads`, of twice as much with rotary `encoder.positions`, and even with sinusoidal ones.",
  );

/** One head for each 32 numbers. */
function headsOf(width: number): number {
  return Math.max(1, Math.floor(width / 32));
}

export const transformer = defineEncoder({
  name: "transformer",
  title: "Transformer",
  paper: "https://arxiv.org/abs/1706.03762",
  options,
  reads: "tokens",
  learningRateScale: 0.2,
  normalisesBatch: false,
  apply(scope, x, { heads, pooling, dropout, ...settings }, encode = {}) {
    const facts = textFacts("transformer", encode);
    const { tokens, real } = realTokens(x);
    const { causal = false, past, segments } = encode;
    const {
      states,
      layers,
      past: kept,
    } = tokenTransformer(
      scope,
      tokens,
      {
        ...settings,
        ...facts,
        ...{ causal, dropout, attentionDropout: dropout },
        heads: heads ?? headsOf(settings.width),
      },
      { real: seenOf(real, encode), past, segments },
    );
    const pooled = (h: Tensor) => poolTokens(h, pooling, real);
    return {
      embedding: pooled(states),
      tokens: states,
      // As vectors: what is pooled over all places would take padding for text.
      layers: new Map(layers.map((layer, i) => [`block${i + 1}`, pooled(layer)])),
      table: embeddingTable(scope.child("tokens"), facts.vocabulary, settings.width),
      ...(causal ? { past: kept } : {}),
    };
  },
});

/** Where there is a token among all that are seen, the past ones in front: `[N, P + T]`, or `[N, P]` of slots. */
function seenOf(real: Tensor, { past, real: told }: EncodeOptions): Tensor {
  if (told !== undefined) return told;
  const before = past?.[0]?.keys.shape[2] ?? 0;
  if (before === 0) return real;
  return concat([full([real.shape[0] ?? 0, before], 1), cast(real, "float32")], 1);
}
