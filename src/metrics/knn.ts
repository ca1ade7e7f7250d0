import type { Engine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import { argMaxRows } from "./confusion.js";
import { cosineSearch, type Nearest } from "./cosine-search.js";
import { checkLabelled, classCount, type Features, type LabelledFeatures } from "./features.js";

export interface KnnOptions {
  /** Neighbours that vote. Default: `usualK` of the bank; no more than the bank has. */
  readonly k?: number;
  /** τ in the vote's weight exp(s / τ). Default 0.07. */
  readonly temperature?: number;
  /** Number of classes. Default: what the bank's labels need. */
  readonly classes?: number;
}

export interface KnnResult {
  readonly predictions: Int32Array;
  /** float32 `[queries, classes]`: each class's share of the votes; a row sums to 1. */
  readonly votes: Float32Array;
  readonly classes: number;
  readonly nearest: Nearest;
}

/**
 * Weighted k-nearest-neighbour classifier of instance discrimination (Wu et al., 2018, section 3.4,
 * https://arxiv.org/abs/1805.01978): the k rows of the bank with the greatest cosine similarity s vote for their
 * class with weight exp(s / τ). Convention: features are L2-normalised here; τ = 0.07 as in the paper and
 * solo-learn, lightly uses 0.1; k is at most 20, as DINO reports, the paper has 200. Equal votes go to the lower class.
 *
 * @param bank `[N, D]` with labels @param query `[M, D]`
 * @throws DataError when shapes do not fit or features are not finite; ConfigError for a temperature that is not above 0.
 */
export async function knnClassify(
  engine: Engine,
  bank: LabelledFeatures,
  query: Features,
  options: KnnOptions = {},
): Promise<KnnResult> {
  checkLabelled(bank, "bank");
  const { k = usualK(bank.labels), temperature = 0.07, classes } = options;
  const search = await cosineSearch(engine, bank.features, k);
  try {
    const nearest = await search.search(query);
    const vote = knnVote(nearest, bank.labels, { temperature, classes: classCount(bank.labels, classes) });
    return { ...vote, nearest };
  } finally {
    await search.dispose();
  }
}

/**
 * 20 neighbours, but no more than half of what a class of the bank has on average: beyond that the others must outvote
 * it. Every kNN accuracy that is shown has this k unless another was asked for, while training as in an evaluation.
 */
export function usualK(labels: Int32Array): number {
  const classes = new Set(labels).size;
  return Math.max(1, Math.min(20, Math.round(labels.length / classes / 2)));
}

/** The vote alone, for neighbours that are known. */
export function knnVote(
  { k, indices, similarities }: Nearest,
  labels: Int32Array,
  { temperature, classes }: { readonly temperature: number; readonly classes: number },
): Omit<KnnResult, "nearest"> {
  if (!(temperature > 0)) {
    throw new ConfigError(`The temperature of kNN takes a number above 0, but got ${temperature}.`);
  }
  const queries = indices.length / k;
  const votes = new Float32Array(queries * classes);
  const tally = new Float64Array(classes);
  for (let row = 0; row < queries; row++) {
    tally.fill(0);
    let total = 0;
    for (let i = row * k; i < (row + 1) * k; i++) {
      // Against the nearest, so that a small temperature does not overflow; the shares are the same.
      const weight = Math.exp((similarities[i]! - similarities[row * k]!) / temperature);
      tally[labels[indices[i]!]!]! += weight;
      total += weight;
    }
    for (let c = 0; c < classes; c++) votes[row * classes + c] = tally[c]! / total;
  }
  return { predictions: argMaxRows(votes, classes), votes, classes };
}
