import { contactSheet } from "./contact-sheet.js";
import type { Picture } from "./picture.js";

/**
 * What a method sees: each row is a sample, its partner where it has one, and then its views, which may be of several
 * sizes. PNG bytes.
 *
 * @param views for each view, the batch's pictures in the samples' order
 * @param limit rows at most. Default 8.
 */
export function viewSheet(
  originals: readonly Picture[],
  views: readonly (readonly Picture[])[],
  {
    title,
    limit = 8,
    partners,
  }: { readonly title?: string; readonly limit?: number; readonly partners?: readonly Picture[] } = {},
): Promise<Uint8Array> {
  const rows = originals.slice(0, limit).map((original, i) => [
    { picture: original },
    ...(partners?.[i] === undefined ? [] : [{ picture: partners[i] }]),
    ...views.map((view) => {
      const picture = view[i];
      return picture === undefined ? null : { picture };
    }),
  ]);
  return contactSheet({
    rows,
    columnCaptions: [
      "sample",
      ...(partners === undefined ? [] : ["partner"]),
      ...views.map((_, i) => `view ${i + 1}`),
    ],
    setFirstApart: true,
    ...(title === undefined ? {} : { title }),
  });
}
