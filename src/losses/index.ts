/** Losses: pure functions on tensors. */
export { alignment } from "./alignment.js";
export { binaryCrossEntropy } from "./binary-cross-entropy.js";
export { crossEntropy } from "./cross-entropy.js";
export { cosineEnergy, squaredDistanceEnergy } from "./energy.js";
export { infoNce } from "./info-nce.js";
export { klGaussian } from "./kl-gaussian.js";
export { ntXent } from "./nt-xent.js";
export { cosineSimilarities, withoutSelf } from "./similarity.js";
export { supCon } from "./sup-con.js";
export { uniformity } from "./uniformity.js";
