import { contactSheet } from "./contact-sheet.js";
import type { Picture } from "./picture.js";

/**
 * What a method sees: each row is a sample and then its views, which may be of several sizes.
 * PNG bytes.
 *
 * @param views for each view, the batch's pictures in the samples' order
 * @param limit rows at most. Default 8.
 */
export function viewSheet(
  originals: readonly Picture[],
  views: readonly (readonly Picture[])[],
  { title, limit = 8 }: { readonly title?: string; readonly limit?: number } = {},
): Promise<Uint8Array> {
  const rows = originals.slice(0, limit).map((original, i) => [
    { picture: original },
    ...views.map((view) => {
      const picture = view[i];
      return picture === undefined ? null : { picture };
    }),
  ]);
  return contactSheet({
    rows,
    columnCaptions: ["sample", ...views.map((_, i) => `view ${i + 1}`)],
    setFirstApart: true,
    ...(title === undefined ? {} : { title }),
  });
}
