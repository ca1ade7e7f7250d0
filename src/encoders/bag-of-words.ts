/**
 * A bag of words: the vectors of a text's tokens are averaged, whatever their order, and layers make the embedding of that.
 * The mean is a linear layer of the counts of words, with their share of the text in the place of each count.
 *
 *   tokens [N, T] -> rows of a table, their mean [N, D] -> layers -> embedding [N, D]
 *
 * It has no vector a token, so methods that predict tokens at their places want another encoder.
 */
import * as z from "zod";
import { dropout, embedding, embeddingTable, mlp, poolTokens } from "../nn/index.js";
import { gelu } from "../tensor/index.js";
import { defineEncoder } from "./encoder.js";
import { realTokens, textFacts } from "./real-tokens.js";

export const bagOfWords = defineEncoder({
  name: "bag-of-words",
  title: "Bag of words",
  options: z.strictObject({
    width: z.int().positive().default(128).describe("Size of a token's vector and of the embedding."),
    depth: z.int().positive().default(2).describe("Number of layers on their mean."),
    dropout: z
      .number()
      .min(0)
      .lt(1)
      .default(0.1)
      .describe("Probability to drop a number of the mean, in training."),
  }),
  reads: "tokens",
  learningRateScale: 0.5,
  normalisesBatch: false,
  apply(scope, x, { width, depth, dropout: rate }, encode = {}) {
    const { vocabulary } = textFacts("bag-of-words", encode);
    const { tokens, real } = realTokens(x);
    const bag = poolTokens(embedding(scope.child("tokens"), tokens, vocabulary, width), "mean", real);
    const hidden = dropout(scope.child("bag"), bag, rate);
    return {
      embedding: mlp(scope.child("layers"), hidden, Array(depth).fill(width), { activation: gelu }),
      layers: new Map([["bag", bag]]),
      table: embeddingTable(scope.child("tokens"), vocabulary, width),
    };
  },
});
