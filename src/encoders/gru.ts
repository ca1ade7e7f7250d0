/**
 * Gated recurrent units (Cho et al., 2014, https://arxiv.org/abs/1406.1078) over the tokens of a text, one layer on another.
 * A state has seen the tokens up to its own and no other, so it is causal whatever `apply` is told; the last stands for the
 * text. Where there is no token (-1) the state stays as it is.
 *
 *   tokens [N, T] -> rows of a table [N, T, D] -> layers of units -> states [N, T, D] -> embedding [N, D]
 *
 * Every place is a step after the other, written out in the program: long texts make large programs.
 */
import * as z from "zod";
import { embeddingTable, poolTokens, tokenGru } from "../nn/index.js";
import { defineEncoder } from "./encoder.js";
import { realTokens, textFacts } from "./real-tokens.js";

export const gru = defineEncoder({
  name: "gru",
  title: "GRU",
  paper: "https://arxiv.org/abs/1406.1078",
  options: z.strictObject({
    width: z.int().positive().default(128).describe("Size of a token's vector, a state and the embedding."),
    depth: z.int().positive().default(1).describe("Number of layers."),
    dropout: z
      .number()
      .min(0)
      .lt(1)
      .default(0.1)
      .describe("Probability to drop a number of what a layer is given, in training."),
    pooling: z
      .enum(["mean", "last"])
      .default("last")
      .describe("What stands for the text: its last state, or the mean of all."),
  }),
  reads: "tokens",
  learningRateScale: 0.5,
  normalisesBatch: false,
  apply(scope, x, { width, depth, dropout, pooling }, encode = {}) {
    const { vocabulary } = textFacts("gru", encode);
    const { tokens, real } = realTokens(x);
    const states = tokenGru(scope, tokens, { vocabulary, width, layers: depth, dropout }, { real });
    return {
      embedding: poolTokens(states, pooling, real),
      tokens: states,
      layers: new Map(),
      table: embeddingTable(scope.child("tokens"), vocabulary, width),
    };
  },
});
