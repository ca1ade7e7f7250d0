import type { Continuation } from "./continuation.js";
import type { DecodingOptions, NextTokenModel } from "./next-token-model.js";
import { likeliest } from "./top-tokens.js";
import { type ChosenToken, collected, walk } from "./walk.js";

/**
 * The likeliest token at every step; of equals the lowest id. It never looks back, so it may miss the likeliest text and run
 * into loops (`findLoop`).
 * @param prompts token ids, of any lengths; all go on at once
 * @throws ConfigError, DataError for options and prompts that do not fit; DivergenceError when the model gives no numbers
 */
export async function greedy(
  model: NextTokenModel,
  prompts: readonly ArrayLike<number>[],
  options: DecodingOptions,
): Promise<Continuation[]> {
  return collected(greedyTokens(model, prompts, options), prompts.length);
}

/** `greedy`, token by token as they are chosen: of each step those of all texts that go on. */
export function greedyTokens(
  model: NextTokenModel,
  prompts: readonly ArrayLike<number>[],
  options: DecodingOptions,
): AsyncGenerator<ChosenToken, void> {
  return walk(model, prompts, likeliest, options);
}
