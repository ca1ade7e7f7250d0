import type { Engine } from "../engine/index.js";
import { cosineSearch, type Nearest } from "./cosine-search.js";
import { checkLabelled, type Features, type LabelledFeatures } from "./features.js";

/**
 * The k nearest rows of `features` for each query, by cosine similarity, nearest first.
 * @param features `[N, D]` @param query `[M, D]`
 * @throws DataError when widths differ or features are not finite.
 */
export async function neighbours(
  engine: Engine,
  features: Features,
  query: Features,
  k: number,
): Promise<Nearest> {
  const search = await cosineSearch(engine, features, k);
  try {
    return await search.search(query);
  } finally {
    await search.dispose();
  }
}

/** The k nearest other rows of each row: nobody is a neighbour of itself. */
export async function mutualNeighbours(engine: Engine, features: Features, k: number): Promise<Nearest> {
  return withoutSelf(await neighbours(engine, features, features, k + 1));
}

/** Drops row i from the neighbours of query i, or the furthest where equal rows have crowded i out. */
function withoutSelf({ k, indices, similarities }: Nearest): Nearest {
  const rows = indices.length / k;
  const kept = {
    k: k - 1,
    indices: new Int32Array(rows * (k - 1)),
    similarities: new Float32Array(rows * (k - 1)),
  };
  for (let row = 0; row < rows; row++) {
    let to = row * (k - 1);
    for (let i = row * k; i < (row + 1) * k && to < (row + 1) * (k - 1); i++) {
      if (indices[i] === row) continue;
      kept.indices[to] = indices[i]!;
      kept.similarities[to++] = similarities[i]!;
    }
  }
  return kept;
}

/** How often neighbours share the query's class. */
export interface Retrieval {
  readonly k: number;
  /** Share of queries with at least one neighbour of their class among the first k (recall@k of metric learning). */
  readonly recall: number;
  /** Mean share of neighbours of the query's class among the first k. */
  readonly precision: number;
}

/**
 * Scores neighbours by class.
 * @param queryLabels of each query @param bankLabels of each row the neighbours come from
 * @param ks cut-offs; those above the number of neighbours are left out.
 */
export function retrievalScores(
  { k: most, indices }: Nearest,
  queryLabels: Int32Array,
  bankLabels: Int32Array,
  ks: readonly number[],
): Retrieval[] {
  return ks
    .filter((k) => k <= most)
    .map((k) => {
      let hits = 0;
      let found = 0;
      for (let row = 0; row < queryLabels.length; row++) {
        let same = 0;
        for (let i = 0; i < k; i++) if (bankLabels[indices[row * most + i]!] === queryLabels[row]) same++;
        hits += same;
        if (same > 0) found++;
      }
      return { k, recall: found / queryLabels.length, precision: hits / (k * queryLabels.length) };
    });
}

/** Every sample as a query among all others. @throws DataError as `neighbours`. */
export async function retrieval(
  engine: Engine,
  samples: LabelledFeatures,
  ks: readonly number[] = [1, 5, 10],
): Promise<Retrieval[]> {
  checkLabelled(samples, "retrieval");
  const nearest = await mutualNeighbours(engine, samples.features, Math.max(...ks));
  return retrievalScores(nearest, samples.labels, samples.labels, ks);
}
