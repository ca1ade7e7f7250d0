import { hashName, threefry } from "../random/index.js";
import type { Continuation } from "./continuation.js";
import {
  checkDistribution,
  type DistributionOptions,
  type NextDistribution,
  nextDistribution,
} from "./next-distribution.js";
import type { DecodingOptions, NextTokenModel } from "./next-token-model.js";
import { type ChosenToken, collected, walk } from "./walk.js";

export interface SamplingOptions extends DecodingOptions, DistributionOptions {
  /** The same seed gives the same texts for the same prompts. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Draws every token from the model's probabilities, as `temperature`, `topK` and `topP` change them. `topK: 1` is `greedy`.
 * What a text draws follows from the seed, the prompt's place among the prompts, and the step; the same prompt given twice is
 * continued twice.
 * @param prompts token ids, of any lengths; all go on at once
 * @throws ConfigError, DataError for options and prompts that do not fit; DivergenceError when the model gives no numbers
 */
export async function sample(
  model: NextTokenModel,
  prompts: readonly ArrayLike<number>[],
  options: SamplingOptions,
): Promise<Continuation[]> {
  return collected(sampleTokens(model, prompts, options), prompts.length);
}

/** `sample`, token by token as they are drawn: of each step those of all texts that go on. */
export function sampleTokens(
  model: NextTokenModel,
  prompts: readonly ArrayLike<number>[],
  options: SamplingOptions,
): AsyncGenerator<ChosenToken, void> {
  checkDistribution(options);
  const draw = draws(options.seed ?? 0);
  return walk(
    model,
    prompts,
    (logs, prompt, step) => drawn(nextDistribution(logs, options), draw(prompt, step)),
    options,
  );
}

/** Uniform numbers in [0, 1) of 53 bits, by prompt and step. */
function draws(seed: number): (prompt: number, step: number) => number {
  const pair = new Uint32Array(2);
  const [h0, h1] = hashName("decoding/sample");
  threefry(h0, h1, seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, pair);
  const [k0, k1] = [pair[0]!, pair[1]!];
  return (prompt, step) => {
    threefry(k0, k1, prompt, step, pair);
    return (pair[0]! * 2 ** 21 + (pair[1]! >>> 11)) * 2 ** -53;
  };
}

function drawn({ tokens, probabilities }: NextDistribution, at: number): number {
  let sum = 0;
  let last = 0;
  for (const [i, probability] of probabilities.entries()) {
    if (probability === 0) continue;
    sum += probability;
    last = i;
    if (at < sum) break;
  }
  // Rounding may leave the sum just below the draw: then it is the last that can be drawn.
  return tokens[last]!;
}
