import { ConfigError } from "../errors.js";
import { checkCount } from "./next-token-model.js";
import { likeliest, topTokens } from "./top-tokens.js";

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
  { temperature = 1, topK = logs.length, topP = 1 }: DistributionOptions,
): NextDistribution {
  if (temperature === 0) return { tokens: [likeliest(logs)], probabilities: Float64Array.of(1) };
  const weights = tempered(logs, temperature);
  if (topK < logs.length) {
    const tokens = topTokens(logs, topK);
    return kept(weights, tokens, topP * tokens.reduce((sum, id) => sum + weights[id]!, 0));
  }
  if (topP === 1) return { tokens: [...logs.keys()], probabilities: shares(weights) };
  const share = topP * weights.reduce(add, 0);
  // The likeliest few mostly reach it, and are found sooner than all are put in order.
  for (let few = 32; few < logs.length; few *= 8) {
    const tokens = topTokens(logs, few);
    if (tokens.reduce((sum, id) => sum + weights[id]!, 0) >= share) return kept(weights, tokens, share);
  }
  return kept(weights, topTokens(logs, logs.length), share);
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

/** Probabilities at a temperature, up to a factor. */
function tempered(logs: Float64Array, temperature: number): Float64Array {
  const most = logs[likeliest(logs)]!;
  return logs.map((value) => Math.exp((value - most) / temperature));
}

/** The fewest of some tokens, in order, whose weights reach a sum; all where rounding keeps them just below it. */
function kept(weights: Float64Array, tokens: readonly number[], reach: number): NextDistribution {
  let sum = 0;
  const last = tokens.findIndex((id) => {
    sum += weights[id]!;
    return sum >= reach;
  });
  const some = last < 0 ? tokens : tokens.slice(0, last + 1);
  return { tokens: some, probabilities: shares(Float64Array.from(some.map((id) => weights[id]!))) };
}

function shares(weights: Float64Array): Float64Array {
  const sum = weights.reduce(add, 0);
  return weights.map((one) => one / sum);
}

const add = (a: number, b: number): number => a + b;
