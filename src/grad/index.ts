/** Reverse-mode differentiation of traced computations. */
export { gradient } from "./gradient.js";
export { gridSampleByGather } from "./grid-sample.js";
