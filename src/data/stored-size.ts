export type Size = readonly [height: number, width: number];

/**
 * Side of the stored picture over that of the view, where the file has as much. A crop of a fifth of the area, the
 * least of the usual recipes, is then as many pixels as the view: 1 / sqrt(0.2) = 2.24.
 */
const detail = 2.25;

/** Largest proportions of a stored picture, either way. */
const mostStretched = 4;

/**
 * Shape in which whole pictures are stored for crops. All have one shape, so each is stretched to it: its proportions are
 * those of the pictures' middle one, and it has no more pixels than that.
 *
 * @param facts own sizes of pictures @param view size of the pictures that are not cropped
 * @param asked side of the square that has as many pixels, a shape, auto, or null for none
 * @returns null where every picture has the view's size already, or none is asked for
 */
export function storedSize(
  facts: readonly { readonly height: number; readonly width: number }[],
  view: Size,
  asked: number | Size | "auto" | null,
): Size | null {
  if (asked === null || typeof asked === "object") return asked;
  if (facts.every(({ height, width }) => height === view[0] && width === view[1])) return null;
  const most = asked === "auto" ? detail ** 2 * view[0] * view[1] : asked ** 2;
  const area = Math.min(most, median(facts.map(({ height, width }) => height * width)));
  const own = median(facts.map(({ height, width }) => width / height));
  const aspect = Math.min(Math.max(own, 1 / mostStretched), mostStretched);
  const side = (length: number) => Math.max(1, Math.round(length));
  return [side(Math.sqrt(area / aspect)), side(Math.sqrt(area * aspect))];
}

/** The middle one; the mean of two where their number is even would be no picture's. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
