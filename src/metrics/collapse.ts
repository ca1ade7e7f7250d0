import { effectiveRank } from "./effective-rank.js";
import { type Features, rowCount } from "./features.js";
import { dimensionDeviation, uniformity } from "./sphere-metrics.js";

/** How embeddings fill their space. */
export interface CollapseMetrics {
  /** RankMe, 1 to min(N, D). */
  readonly effectiveRank: number;
  /** Mean per-dimension deviation of unit rows, times sqrt(D): about 1 is healthy, 0 is collapse. */
  readonly deviation: number;
  /** Wang & Isola's, t = 2; 0 is collapse. */
  readonly uniformity?: number;
  readonly dimensions: number;
  /** Rows that were looked at; the rank cannot be greater. */
  readonly samples?: number;
  /** The deviation of what the method's head makes of the embeddings, which is what its loss sees. */
  readonly headDeviation?: number;
  /** RankMe of the same. */
  readonly headRank?: number;
}

/** All collapse metrics of embeddings `[N, D]`, N at least 2. @throws DataError as the metrics do. */
export function collapseMetrics(features: Features): CollapseMetrics {
  return {
    effectiveRank: effectiveRank(features),
    deviation: dimensionDeviation(features) * Math.sqrt(features.dimensions),
    uniformity: uniformity(features),
    dimensions: features.dimensions,
    samples: rowCount(features),
  };
}

/** Below this deviation, embeddings are one vector for all practical purposes. */
export const collapsedDeviation = 0.1;
/** Below this share of the possible rank, most dimensions are unused. */
const lowRank = 0.05;
/** Below this rank, all samples lie on one line. */
const oneLine = 2;
/**
 * And below this deviation it is not two well-separated classes, opposite each other, that make the line: those have
 * about 1.6 sqrt(p (1 - p)), p the share of one of them, which is 0.8 for halves.
 */
const oneSided = 0.6;

/**
 * One plain sentence when the metrics say collapse, else null. Complete collapse: deviation under 0.1. Dimensional
 * collapse (Jing et al., 2022, https://arxiv.org/abs/2110.09348): effective rank under 2, or under a twentieth of what
 * is possible. Spaces of fewer than 4 dimensions are judged by deviation only. The head of a method collapses before
 * the embeddings do, which batch normalisation keeps apart for a while; one that ends in batch normalisation collapses
 * to a line, not to a point: rank under 2 and deviation under 0.6. The rank alone says little of a head: it is of
 * vectors as they are, not of their differences, so two classes told apart have one of 2 at most.
 */
export function collapseWarning({
  effectiveRank: rank,
  deviation,
  dimensions,
  samples = dimensions,
  headDeviation = 1,
  headRank = Number.POSITIVE_INFINITY,
}: CollapseMetrics): string | null {
  const possible = Math.min(dimensions, samples);
  if (!Number.isFinite(rank) || !Number.isFinite(deviation)) {
    return "The embeddings hold values that are not finite: training diverged, so lower the learning rate.";
  }
  if (deviation < collapsedDeviation) {
    return `The embeddings have collapsed: all samples map to nearly the same vector (deviation ${deviation.toPrecision(2)}, healthy is about 1). The loss may look fine, but cosines hardly tell samples apart; a probe says what is left.`;
  }
  if (headDeviation < collapsedDeviation || (headRank < oneLine && headDeviation < oneSided)) {
    const where =
      headDeviation < collapsedDeviation
        ? `the same vector (deviation ${headDeviation.toPrecision(2)}, healthy is about 1)`
        : `one line (effective rank ${headRank.toFixed(1)}, deviation ${headDeviation.toPrecision(2)})`;
    return `What the loss sees has collapsed: the method's head maps all samples to nearly ${where}, so nothing more is learned. The embeddings before it still differ (deviation ${deviation.toPrecision(2)}).`;
  }
  if (possible >= 4 && rank < Math.max(oneLine, lowRank * possible)) {
    return `The embeddings use few of their dimensions: effective rank ${rank.toFixed(1)} of ${possible}. Much of the encoder's output is redundant (dimensional collapse).`;
  }
  return null;
}
