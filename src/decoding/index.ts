/**
 * Search over whatever says which token comes next: greedy, sampling, beam search, and exhaustive search as their oracle. Nothing
 * here knows of engines, files or tokenizers.
 */

// Ways to search
export { type BeamSearchOptions, beamSearch } from "./beam-search.js";
// What is searched, and what comes of it
export { type Continuation, type Ending, lengthOf } from "./continuation.js";
export {
  type ExhaustiveSearch,
  type ExhaustiveSearchOptions,
  exhaustiveSearch,
} from "./exhaustive-search.js";
// What may come of them
export { findLoop, type Loop } from "./find-loop.js";
export { greedy, greedyTokens } from "./greedy.js";
export { logProbabilities } from "./log-probabilities.js";
export { type DistributionOptions, type NextDistribution, nextDistribution } from "./next-distribution.js";
export type { DecodingOptions, NextTokenModel } from "./next-token-model.js";
export { type SamplingOptions, sample, sampleTokens } from "./sample.js";
export { type ScoredContinuation, type ScoringOptions, textScore } from "./text-score.js";
export { topTokens } from "./top-tokens.js";
export type { ChosenToken } from "./walk.js";
