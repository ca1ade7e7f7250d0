import type { ImageSource } from "../data/index.js";
import { borderColors, contactSheet, type Picture, pictures, type SheetCell } from "../report/index.js";

/** What was found for one query. */
export interface FoundPartner {
  /** Place of the query in its source. */
  readonly query: number;
  /** Place of its partner in the other source. */
  readonly partner: number;
  readonly rank: number;
  /** Places of the nearest in the other source, nearest first. */
  readonly nearest: readonly number[];
}

/**
 * A row a query: its picture, the nearest ones of the other source with the right one in a green border, and the right
 * one itself with its rank. PNG bytes.
 *
 * @param queries the queries' samples, in the order of `found`
 */
export async function retrievalPicture(
  queries: ImageSource,
  among: ImageSource,
  found: readonly FoundPartner[],
): Promise<Uint8Array> {
  const asked = await read(
    queries,
    found.map((_, i) => i),
  );
  const rows: SheetCell[][] = [];
  for (const [i, { partner, rank, nearest }] of found.entries()) {
    const others = await read(among, [...nearest, partner]);
    rows.push([
      { picture: asked[i]! },
      ...nearest.map((place, at) => ({
        picture: others[at]!,
        ...(place === partner ? { border: borderColors.same } : {}),
      })),
      { picture: others.at(-1)!, caption: `rank ${rank}` },
    ]);
  }
  const places = Array.from({ length: found[0]?.nearest.length ?? 0 }, (_, i) => `${i + 1}`);
  return contactSheet({
    title: `nearest among ${among.length} of ${among.name}`,
    columnCaptions: ["query", ...places, "right one"],
    rows,
    setFirstApart: true,
  });
}

async function read(source: ImageSource, places: readonly number[]): Promise<Picture[]> {
  const { images } = await source.read(places);
  return pictures(images, [places.length, ...source.shape]);
}
