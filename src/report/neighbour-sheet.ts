import { borderColors, contactSheet, type SheetCell } from "./contact-sheet.js";
import type { Picture } from "./picture.js";

/** A picture found or asked for; without a label it has no border. */
export interface LabelledPicture {
  readonly picture: Picture;
  readonly label?: string | null;
  /** Cosine similarity with the query, printed under it. */
  readonly similarity?: number;
}

/**
 * Each row is a query and then its nearest neighbours, nearest first: a green border where the
 * label is the query's, red where it is another. PNG bytes.
 */
export function neighbourSheet(
  rows: readonly { readonly query: LabelledPicture; readonly neighbours: readonly LabelledPicture[] }[],
  { title }: { readonly title?: string } = {},
): Promise<Uint8Array> {
  const labelled = rows.some(({ query }) => query.label != null);
  return contactSheet({
    rows: rows.map(({ query, neighbours }) => [
      { picture: query.picture },
      ...neighbours.map((neighbour) => neighbourCell(query, neighbour)),
    ]),
    columnCaptions: ["query", ...numbered(Math.max(0, ...rows.map((row) => row.neighbours.length)))],
    ...(labelled ? { rowCaptions: rows.map(({ query }) => query.label ?? "") } : {}),
    ...(title === undefined ? {} : { title }),
    setFirstApart: true,
  });
}

function neighbourCell(query: LabelledPicture, { picture, label, similarity }: LabelledPicture): SheetCell {
  const known = query.label != null && label != null;
  const caption = [label, similarity?.toFixed(2)].filter((part) => part != null).join(" · ");
  return {
    picture,
    ...(known ? { border: label === query.label ? borderColors.same : borderColors.different } : {}),
    ...(caption === "" ? {} : { caption }),
  };
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${i + 1}`);
}
