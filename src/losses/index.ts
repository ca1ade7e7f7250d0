/** Losses: pure functions on tensors. */
export { crossEntropy } from "./cross-entropy.js";
export { ntXent } from "./nt-xent.js";
export { cosineSimilarities, withoutSelf } from "./similarity.js";
