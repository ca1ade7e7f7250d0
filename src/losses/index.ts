/** Losses: pure functions on tensors. */
export { alignment } from "./alignment.js";
export { barlowTwinsLoss } from "./barlow-twins-loss.js";
export { binaryCrossEntropy } from "./binary-cross-entropy.js";
export { byolRegression } from "./byol-regression.js";
export { codeSpread, jacobianNorm } from "./contraction.js";
export type { ContrastOptions } from "./contrast-options.js";
export { type CrossEntropyOptions, crossEntropy, crossEntropyRows } from "./cross-entropy.js";
export { dcl, dclw } from "./dcl.js";
export { type DinoOptions, dinoLoss, nextCentre, teacherDistribution } from "./dino.js";
export { type EmpSslOptions, empSslLoss } from "./emp-ssl-loss.js";
export { cosineEnergy, squaredDistanceEnergy } from "./energy.js";
export { type GanLosses, type GanOptions, ganLosses } from "./gan-losses.js";
export { gaussianSurprise } from "./gaussian-surprise.js";
export { betweenSamples, gradientPenalty } from "./gradient-penalty.js";
export { ibotPatchLoss } from "./ibot-patch.js";
export { infoNce } from "./info-nce.js";
export { kerasContrastive } from "./keras-contrastive.js";
export { klGaussian, klGaussianRows } from "./kl-gaussian.js";
export { koLeo } from "./ko-leo.js";
export { type LeJepaOptions, leJepaLoss } from "./le-jepa-loss.js";
export {
  type LinearCrossEntropyOptions,
  linearCrossEntropy,
  linearCrossEntropyRows,
} from "./linear-cross-entropy.js";
export { type Mining, mineNegatives, minings } from "./mine-negatives.js";
export { momentumContrast } from "./momentum-contrast.js";
export { type MsnOptions, meanEntropyGap, msnLoss } from "./msn.js";
export { nPairLoss } from "./n-pair-loss.js";
export { negativeCosine } from "./negative-cosine.js";
export { candidatesAmong, candidatesInBatch, sameClass, withoutSelf } from "./negatives.js";
export { nextOthers } from "./next-others.js";
export { ntXent } from "./nt-xent.js";
export { pairwiseRanking } from "./pairwise-ranking.js";
export { type PatchStatistics, patchErrors, patchStatistics } from "./patch-errors.js";
export { rarityWeights, rebalancedCrossEntropy } from "./rebalanced-cross-entropy.js";
export { mutualInformationBound, type SampledOptions, sampledInfoNce } from "./sampled-info-nce.js";
export { type SigRegOptions, sigReg } from "./sig-reg.js";
export {
  cosineSimilarities,
  cosineSimilarity,
  dotSimilarity,
  type Similarity,
  similarities,
  squaredDistanceSimilarity,
  squaredDistances,
} from "./similarity.js";
export { type SinkhornOptions, sinkhorn } from "./sinkhorn.js";
export { smoothL1 } from "./smooth-l1.js";
export { softCrossEntropy } from "./soft-cross-entropy.js";
export { supCon } from "./sup-con.js";
export { swavLoss } from "./swav.js";
export { type TiCoOptions, tiCoLoss } from "./ti-co-loss.js";
export { totalCodingRate } from "./total-coding-rate.js";
export { tripletLoss } from "./triplet-loss.js";
export { uniformity } from "./uniformity.js";
export { type VicRegOptions, vicRegLoss } from "./vic-reg-loss.js";
export { covarianceTerm, varianceTerm } from "./vic-reg-terms.js";
export { viewPrediction } from "./view-prediction.js";
export { type VisRegOptions, visRegCentre, visRegLoss, visRegScale, visRegShape } from "./vis-reg-loss.js";
export { type WassersteinLosses, wassersteinLosses } from "./wasserstein-losses.js";
export { weightedErrors } from "./weighted-errors.js";
export { whiten, whitener } from "./whiten.js";
export { type WhiteningOptions, whiteningMse } from "./whitening-mse.js";
