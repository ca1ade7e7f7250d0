import type { Engine } from "../engine/index.js";
import { DataError } from "../errors.js";
import { input, matmul } from "../tensor/index.js";
import type { Nearest } from "./cosine-search.js";
import { checkFeatures, type Features, rowCount, unitRows } from "./features.js";

/** Where each query's partner stands among all rows of a bank, and who stands before it. */
export interface PartnerRanks {
  /**
   * Rank of the partner by cosine similarity, from 1. Rows exactly as similar as the partner count half, as a random
   * order of equals would have it on average: a collapsed encoder gets no rank for nothing.
   */
  readonly ranks: Float64Array;
  /** The nearest rows of each query. */
  readonly nearest: Nearest;
}

/** Similarities that are fetched at once: 16 MB. */
const similaritiesAtOnce = 2 ** 22;

/**
 * Ranks each query's partner among all rows of a bank by cosine similarity, for retrieval between two sources.
 *
 * @param query `[M, D]`, any scale
 * @param bank `[N, D]`, any scale
 * @param partners row of the bank that is right, for each query
 * @param k how many of the nearest rows to return
 * @throws DataError when widths differ, a set is empty or not finite, or a partner is no row of the bank
 */
export async function partnerRanks(
  engine: Engine,
  query: Features,
  bank: Features,
  partners: ArrayLike<number>,
  k = 5,
): Promise<PartnerRanks> {
  checkFeatures(query, "query");
  checkFeatures(bank, "bank");
  const { dimensions: width } = bank;
  const [queries, count] = [rowCount(query), rowCount(bank)];
  if (query.dimensions !== width || partners.length !== queries) {
    throw new DataError(
      `Expected queries of ${width} numbers with a partner each; got ${query.dimensions} numbers, ${queries} queries and ${partners.length} partners.`,
      { width, queries, partners: partners.length },
    );
  }
  const stray = Array.from(partners).find((row) => !(Number.isInteger(row) && row >= 0 && row < count));
  if (stray !== undefined)
    throw new DataError(`A partner is row ${stray} of the bank, which has ${count} rows, from 0.`, { stray });
  const tile = Math.max(1, Math.min(queries, Math.floor(similaritiesAtOnce / count)));
  const store = await engine.createStore([
    { name: "bank", dtype: "float32", shape: [count, width], data: unitRows(bank).vectors },
  ]);
  const similarity = matmul(
    input("query", [tile, width]),
    input("bank", [count, width], "float32", "state"),
    {
      transposeB: true,
    },
  );
  const program = await engine.load(
    { outputs: new Map([["similarity", similarity]]), updates: new Map() },
    { store, name: "partner-ranks" },
  );
  try {
    const unit = unitRows(query).vectors;
    const best = Math.min(k, count);
    const ranks = new Float64Array(queries);
    const indices = new Int32Array(queries * best);
    const similarities = new Float32Array(queries * best);
    const block = new Float32Array(tile * width);
    for (let from = 0; from < queries; from += tile) {
      const rows = Math.min(tile, queries - from);
      block.fill(0).set(unit.subarray(from * width, (from + rows) * width));
      const found = (await program.run({ query: block })).similarity as Float32Array;
      for (let i = 0; i < rows; i++) {
        const row = found.subarray(i * count, (i + 1) * count);
        ranks[from + i] = rankOf(row, partners[from + i]!);
        const nearest = largest(row, best);
        indices.set(nearest, (from + i) * best);
        for (const [at, place] of nearest.entries()) similarities[(from + i) * best + at] = row[place]!;
      }
    }
    return { ranks, nearest: { k: best, indices, similarities } };
  } finally {
    await program.dispose();
    await store.dispose();
  }
}

function rankOf(row: Float32Array, partner: number): number {
  const own = row[partner]!;
  let [greater, equal] = [0, 0];
  for (const value of row) {
    if (value > own) greater++;
    else if (value === own) equal++;
  }
  return 1 + greater + (equal - 1) / 2;
}

/** Places of the largest values, largest first, the lower place first among equals. */
function largest(row: Float32Array, count: number): number[] {
  const places: number[] = [];
  for (let place = 0; place < row.length; place++) {
    const value = row[place]!;
    if (places.length === count && !(value > row[places[count - 1]!]!)) continue;
    let at = places.length;
    while (at > 0 && value > row[places[at - 1]!]!) at--;
    places.splice(at, 0, place);
    if (places.length > count) places.pop();
  }
  return places;
}

/** How well partners are found. */
export interface RankScores {
  /** Share of queries whose partner is among the first k. */
  readonly recalls: readonly { readonly k: number; readonly recall: number }[];
  readonly medianRank: number;
}

/** Scores ranks: recall at each k (rank at most k), and the median. @throws DataError when there are none */
export function rankScores(ranks: Float64Array, ks: readonly number[] = [1, 5, 10]): RankScores {
  if (ranks.length === 0) throw new DataError("Retrieval needs at least one query with a partner; got none.");
  const sorted = ranks.toSorted();
  const half = sorted.length / 2;
  return {
    recalls: ks.map((k) => ({ k, recall: ranks.filter((rank) => rank <= k).length / ranks.length })),
    medianRank: (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2,
  };
}
