import type { Scope } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";

/** What a method makes of an encoder's states: a score for every token of the vocabulary. */
export interface TokenPredictionDefinition<Options> {
  /** Which token: the one after a place ("next"), or the one that a mask token stands for ("hidden"). */
  readonly which: "next" | "hidden";
  /** Logits `[..., V]` of states `[..., D]`, with the encoder's table of embeddings `[V, D]`. */
  logits(scope: Scope, states: Tensor, table: Tensor, options: Options): Tensor;
}

/** The same with its method's options settled; `scope` is the method's own. */
export interface TokenPrediction {
  readonly which: "next" | "hidden";
  logits(scope: Scope, states: Tensor, table: Tensor): Tensor;
}

export function settlePrediction<Options>(
  { which, logits }: TokenPredictionDefinition<Options>,
  settled: Options,
): TokenPrediction {
  return { which, logits: (scope, states, table) => logits(scope, states, table, settled) };
}
