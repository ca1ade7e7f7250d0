import { evenlySpread, type ImageSource, subset } from "../data/index.js";
import type { PartnerRanks } from "../metrics/index.js";
import { type FoundPartner, retrievalPicture } from "./retrieval-picture.js";
import type { Pair } from "./retrieval-queries.js";

/** Neighbours in a row of the sheet. */
export const neighboursShown = 5;
const queriesShown = 12;

/** Draws some of the queries, evenly spread, with what was found for them (PNG). */
export async function retrievalSheet(
  queriesFrom: ImageSource,
  among: ImageSource,
  pairs: readonly Pair[],
  { ranks, nearest }: PartnerRanks,
): Promise<Uint8Array> {
  const rows = Array.from(evenlySpread(pairs.length, queriesShown), (at): FoundPartner => {
    const [query, partner] = pairs[at]!;
    const places = nearest.indices.subarray(at * nearest.k, (at + 1) * nearest.k);
    return { query, partner, rank: ranks[at]!, nearest: [...places] };
  });
  return retrievalPicture(
    subset(
      queriesFrom,
      rows.map(({ query }) => query),
    ),
    among,
    rows,
  );
}
