import { type Encoder, type TextFacts, tokensAt } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import type { Program } from "../graph/index.js";
import type { Method, TokenPrediction } from "../methods/index.js";
import { Scope } from "../nn/index.js";
import { input, reshape } from "../tensor/index.js";
import { ENCODER, HEAD } from "./model.js";
import type { NextTokenNet } from "./next-token-program.js";

/** What predicts tokens: a method, its own form of the encoder, and what is known of the texts. */
export interface TokenModel {
  readonly method: Method;
  readonly encoder: Encoder;
  readonly facts: TextFacts;
}

/**
 * The net of a method that predicts the next token.
 * @throws ConfigError for another method
 */
export function nextTokenNet(model: TokenModel): (root: Scope) => NextTokenNet {
  const { logits } = predictionOf(model, "next");
  return (root) => (tokens, before) => {
    const { states, table, past } = encoded(model, root, tokens, before);
    return { states, past, logits: (of) => logits(root.child(HEAD), of, table) };
  };
}

/**
 * The program of a method that predicts hidden tokens: inputs `tokens` int32 `[1, length]`, mask tokens among them, and `places`
 * int32 `[1, count]`; output `logits` `[count, V]` of the tokens that may stand there.
 * @throws ConfigError for another method
 */
export function hiddenTokenProgram(
  model: TokenModel,
  { length, count }: { readonly length: number; readonly count: number },
): { readonly program: Program; readonly scope: Scope } {
  const { logits } = predictionOf(model, "hidden");
  const scope = Scope.root({ training: false });
  const { states, table } = encoded(model, scope, input("tokens", [1, length], "int32"));
  const there = tokensAt(states, input("places", [1, count], "int32")); // [1, K, D]
  const scores = logits(scope.child(HEAD), reshape(there, [count, there.shape[2] ?? 0]), table);
  return { program: { outputs: new Map([["logits", scores]]), updates: new Map() }, scope };
}

/** A vector a token, and the table of embeddings. */
function encoded({ encoder, facts }: TokenModel, root: Scope, ...[tokens, before]: Parameters<NextTokenNet>) {
  const { tokens: states, table, past } = encoder.apply(root.child(ENCODER), tokens, { ...facts, ...before });
  if (states !== undefined && table !== undefined) return { states, table, past };
  throw new ConfigError(
    `The encoder ${encoder.name} gives no vector a token, or no table of them, so tokens cannot be predicted from it: take a run with the \`encoder\` transformer or gru.`,
  );
}

const instead = {
  next: "Texts are continued by what predicts the next token, such as causal-language-model",
  hidden: "Hidden words are filled in by what predicts hidden tokens, such as masked-language-model",
} as const;

function predictionOf({ method }: TokenModel, which: TokenPrediction["which"]): TokenPrediction {
  if (method.predicts?.which === which) return method.predicts;
  throw new ConfigError(`${instead[which]}, and this run's method is ${method.name}.`, {
    method: method.name,
  });
}
