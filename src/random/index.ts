/** Reproducible randomness from keys. */
export { type DrawState, fillDraw } from "./draw.js";
export { bernoulli, integers, type Key, normal, permutation, randomKey, uniform } from "./key.js";
export { manyBernoulli } from "./many-bernoulli.js";
export { normalPixels } from "./normal-pixels.js";
export { normalQuantile, normalQuantiles } from "./normal-quantiles.js";
export { hashName, threefry } from "./threefry.js";
