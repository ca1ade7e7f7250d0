import { ConfigError } from "../errors.js";
import { checkCount } from "./next-token-model.js";
import { topTokens } from "./top-tokens.js";

/** How the model's probabilities are changed before a token is drawn; by default not at all. */
export interface DistributionOptions {
  /**
   * Logits are divided by it: below 1 the likely becomes likelier, above 1 all become more alike. 0 is the limit, where the
   * likeliest alone is left. Default 1.
   */
  readonly temperature?: number | undefined;
  /** Only so many of the likeliest are drawn from (Fan et al., 2018, https://arxiv.org/abs/1805.04833). */
  readonly topK?: number | undefined;
  /**
   * Only the fewest of the likeliest whose probabilities add up to it, at least, are drawn from (Holtzman et al., 2019,
   * https://arxiv.org/abs/1904.09751): above 0, up to 1.
   */
  readonly topP?: number | undefined;
}

/** Tokens that may come next. */
export interface NextDistribution {
  /** The likeliest first, where some were left out. */
  readonly tokens: readonly number[];
  /** The probability of each; they add up to 1. */
  readonly probabilities: Float64Array;
}

/**
 * What is drawn from: the temperature first, then `topK`, then `topP` of what is left, then probabilities of those.
 * @param logs logarithms of probabilities, `[V]`
 */
export function nextDistribution(
  logs: Float64Array,
  { temperature = 1, topK, topP }: DistributionOptions,
): NextDistribution {
  const k = temperature === 0 ? 1 : Math.min(topK ?? logs.length, logs.length);
  const cut = k < logs.length || (topP !== undefined && topP < 1);
  const tokens = cut ? topTokens(logs, k) : [...logs.keys()];
  const weights = tempered(logs, tokens, temperature);
  const kept = topP === undefined ? tokens.length : nucleus(weights, topP);
  return { tokens: tokens.slice(0, kept), probabilities: shares(weights.subarray(0, kept)) };
}

/** @throws ConfigError for a temperature below 0, for a `topK` that is no whole number from 1, for a `topP` outside 0..1 */
export function checkDistribution({ temperature = 1, topK = 1, topP = 1 }: DistributionOptions): void {
  if (!(Number.isFinite(temperature) && temperature >= 0))
    throw new ConfigError(
      `A temperature (\`temperature\`) is a number from 0, where the likeliest token is taken; got ${temperature}.`,
      { temperature },
    );
  checkCount("Tokens to draw from (`topK`)", topK);
  if (!(topP > 0 && topP <= 1))
    throw new ConfigError(
      `The share of probability to draw from (\`topP\`) is above 0 and at most 1; got ${topP}.`,
      { topP },
    );
}

/** Probabilities of some tokens at a temperature. */
function tempered(logs: Float64Array, tokens: readonly number[], temperature: number): Float64Array {
  const scaled = Float64Array.from(tokens, (id) => logs[id]! / (temperature === 0 ? 1 : temperature));
  const most = scaled.reduce((a, b) => Math.max(a, b), -Infinity);
  return shares(scaled.map((value) => Math.exp(value - most)));
}

/** How many of the first reach a share together; all of them where rounding keeps them just below it. */
function nucleus(probabilities: Float64Array, share: number): number {
  let sum = 0;
  const last = probabilities.findIndex((one) => {
    sum += one;
    return sum >= share;
  });
  return last < 0 ? probabilities.length : last + 1;
}

function shares(weights: Float64Array): Float64Array {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((one) => one / sum);
}
