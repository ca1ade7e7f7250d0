export type Size = readonly [height: number, width: number];

/**
 * Pixels of the stored picture over those of the view along each side, where the file has as much. A crop of a fifth of
 * the area, the least of the usual recipes, is as many pixels as the view at 1 / sqrt(0.2) = 2.24; drawing it from between
 * those pixels blurs, so there are some more (`npm run crop-detail` measures what is left).
 */
const detail = 2.5;

/**
 * Pixels that the shorter side of a picture keeps at least while it is decoded. It is the same for the pictures of the
 * view's size and the whole ones of the usual stored size, so that one decoding gives both, and gives the same bytes with
 * and without the other.
 */
export function decodedSide([height, width]: Size, stored: Size | null): number {
  // A shape that suits several proportions has more pixels than any needs of them; a little less is rounding.
  const asked = stored === null ? 0 : Math.floor(0.99 * Math.sqrt(stored[0] * stored[1]));
  return Math.max(Math.ceil(detail * Math.max(height, width)), asked);
}

/** Share of the pictures for which a side of the stored shape is long enough. */
const mostPictures = 0.9;

/** Largest proportions that the stored shape minds, either way. */
const mostStretched = 4;

/**
 * Shape in which whole pictures are stored for crops. All have one shape, so each is stretched to it. In its own
 * proportions, a picture needs as many pixels as `asked` says, or has fewer; each side of the shape is as long as nine of
 * ten pictures need. So pictures of one shape keep it, and landscapes beside portraits get a square that suits both.
 *
 * @param facts own sizes of pictures @param view size of the pictures that are not cropped
 * @param asked side of the square that has as many pixels as a picture needs, a shape, auto, or null for none
 * @returns null where every picture has the view's size already, or none is asked for
 */
export function storedSize(
  facts: readonly { readonly height: number; readonly width: number }[],
  view: Size,
  asked: number | Size | "auto" | null,
): Size | null {
  if (asked === null || typeof asked === "object") return asked;
  if (facts.every(({ height, width }) => height === view[0] && width === view[1])) return null;
  const [tall, wide] = asked === "auto" ? [detail * view[0], detail * view[1]] : [asked, asked];
  const needs = facts.map(({ height, width }) => {
    const aspect = Math.min(Math.max(width / height, 1 / mostStretched), mostStretched);
    return {
      height: Math.min(tall / Math.sqrt(aspect), height),
      width: Math.min(wide * Math.sqrt(aspect), width),
    };
  });
  return [enough(needs.map(({ height }) => height)), enough(needs.map(({ width }) => width))];
}

/** A length that is enough for most pictures, in whole pixels. */
function enough(lengths: readonly number[]): number {
  const sorted = [...lengths].sort((a, b) => a - b);
  return Math.max(1, Math.round(sorted[Math.ceil(mostPictures * sorted.length) - 1]!));
}
