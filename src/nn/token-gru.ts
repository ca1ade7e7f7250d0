import type { Tensor } from "../tensor/index.js";
import { dropout } from "./dropout.js";
import { embedding } from "./embedding.js";
import { gru, type RecurrentOptions } from "./recurrent.js";
import type { Scope } from "./scope.js";

export interface TokenGruOptions {
  /** Entries of the vocabulary. */
  readonly vocabulary: number;
  /** Size of an embedding and of every state: with the same table at the output (`tiedLogits`) they must agree. */
  readonly width: number;
  readonly layers: number;
  /** Probability to drop a number between layers. Default 0. */
  readonly dropout?: number;
}

/**
 * Stacked gated recurrent units over tokens, a causal reader whose last state stands for the text.
 * @param tokens whole numbers of 0..vocabulary-1, `[N, T]`, padding too; @param real `[N, T]`, 1 where a token is real
 * @returns states `[N, T, width]`: pool them with `poolTokens`, "last" for the text's
 */
export function tokenGru(
  scope: Scope,
  tokens: Tensor,
  { vocabulary, width, layers, dropout: rate = 0 }: TokenGruOptions,
  { real }: RecurrentOptions = {},
): Tensor {
  let h = embedding(scope.child("tokens"), tokens, vocabulary, width);
  for (let i = 1; i <= layers; i++) {
    h = gru(scope.child(`layer${i}`), dropout(scope.child(`layer${i}`), h, rate), width, { real });
  }
  return h;
}
