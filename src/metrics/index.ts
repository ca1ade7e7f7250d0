/** Numbers about features: neighbours, collapse, confusion. Nothing here is fitted. */

// Energies of pairs
export { auroc, greatestDistance } from "./auroc.js";
// Collapse
export { type CollapseMetrics, collapsedDeviation, collapseMetrics, collapseWarning } from "./collapse.js";
// Scores
export { accuracyOf, argMaxRows, type Confusion, confusion } from "./confusion.js";
// Neighbours
export { type CosineSearch, cosineSearch, type Nearest } from "./cosine-search.js";
export { effectiveRank, singularValues } from "./effective-rank.js";
export { type EnergyGap, energyGap } from "./energy-gap.js";
// Features
export {
  checkFeatures,
  checkLabelled,
  classCount,
  type Features,
  featureRows,
  featuresOf,
  type LabelledFeatures,
  labelledRows,
  rowCount,
  unitRows,
} from "./features.js";
export { type KnnOptions, type KnnResult, knnClassify, knnVote, usualK } from "./knn.js";
// Generators
export { type ModeCoverage, modeCoverage } from "./mode-coverage.js";
export { mutualNeighbours, neighbours, type Retrieval, retrieval, retrievalScores } from "./neighbours.js";
export { type PartnerRanks, partnerRanks, type RankScores, rankScores } from "./partner-ranks.js";
export { alignment, dimensionDeviation, uniformity } from "./sphere-metrics.js";
export { symmetricEigenvalues } from "./symmetric-eigenvalues.js";
