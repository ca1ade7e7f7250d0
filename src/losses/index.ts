/** Losses: pure functions on tensors. */
export { alignment } from "./alignment.js";
export { binaryCrossEntropy } from "./binary-cross-entropy.js";
export { byolRegression } from "./byol-regression.js";
export { crossEntropy } from "./cross-entropy.js";
export { dcl, dclw } from "./dcl.js";
export { type DinoOptions, dinoLoss, nextCentre, teacherDistribution } from "./dino.js";
export { cosineEnergy, squaredDistanceEnergy } from "./energy.js";
export { ibotPatchLoss } from "./ibot-patch.js";
export { infoNce } from "./info-nce.js";
export { kerasContrastive } from "./keras-contrastive.js";
export { klGaussian } from "./kl-gaussian.js";
export { koLeo } from "./ko-leo.js";
export { type Mining, mineNegatives, minings } from "./mine-negatives.js";
export { momentumContrast } from "./momentum-contrast.js";
export { type MsnOptions, meanEntropyGap, msnLoss } from "./msn.js";
export { negativeCosine } from "./negative-cosine.js";
export { ntXent } from "./nt-xent.js";
export { pairwiseRanking } from "./pairwise-ranking.js";
export { mutualInformationBound, sampledInfoNce } from "./sampled-info-nce.js";
export {
  cosineSimilarities,
  cosineSimilarity,
  dotSimilarity,
  type Similarity,
  squaredDistanceSimilarity,
  squaredDistances,
  withoutSelf,
} from "./similarity.js";
export { type SinkhornOptions, sinkhorn } from "./sinkhorn.js";
export { softCrossEntropy } from "./soft-cross-entropy.js";
export { supCon } from "./sup-con.js";
export { swavLoss } from "./swav.js";
export { tripletLoss } from "./triplet-loss.js";
export { uniformity } from "./uniformity.js";
