import { type PictureShape, pictureSize } from "../arms/picture-set.js";

/** How far a pixel may be from the background's colour and still belong to it, in bytes of any channel. */
const tolerance = 24;
/** Share of the border that has to be background: things may touch it. */
const plainBorder = 0.6;
/** Shares of the picture that a silhouette may have. */
const [smallest, largest] = [0.05, 0.9];

/**
 * What stands before a plain background: 1 where a pixel differs from the background's colour, the median of the border.
 * Null where the border has more than one colour, or the silhouette is nearly nothing or everything.
 * @param picture bytes `[C, H, W]`
 */
export function silhouette(picture: Uint8Array, [channels, height, width]: PictureShape): Uint8Array | null {
  const area = height * width;
  const border: number[] = [];
  for (let i = 0; i < area; i++) {
    const [y, x] = [Math.floor(i / width), i % width];
    if (y === 0 || x === 0 || y === height - 1 || x === width - 1) border.push(i);
  }
  const background = Array.from({ length: channels }, (_, channel) => {
    const values = border.map((i) => picture[channel * area + i]!).sort((a, b) => a - b);
    return values[values.length >> 1]!;
  });
  const mask = new Uint8Array(area);
  let count = 0;
  for (let i = 0; i < area; i++) {
    if (!background.some((byte, channel) => Math.abs(picture[channel * area + i]! - byte) > tolerance))
      continue;
    mask[i] = 1;
    count++;
  }
  const covered = border.reduce((sum, i) => sum + mask[i]!, 0);
  const isPlain = covered <= (1 - plainBorder) * border.length;
  return isPlain && count >= smallest * area && count <= largest * area ? mask : null;
}

/**
 * A picture's texture, as large as a picture: a square patch of a quarter of its side, mirrored again and again so that
 * no seams show. Of all patches it is one with most of the silhouette in it, among these the one that varies most; what
 * is background in it gets the patch's mean colour.
 */
export function texture(picture: Uint8Array, mask: Uint8Array, shape: PictureShape): Uint8Array {
  const [channels, height, width] = shape;
  const area = height * width;
  const side = Math.max(2, Math.round(Math.min(height, width) / 4));
  const { top, left } = richestPatch(picture, mask, shape, side);
  const filled = new Uint8Array(pictureSize(shape));
  for (let channel = 0; channel < channels; channel++) {
    const patch = Array.from({ length: side * side }, (_, k) => {
      const at = (top + Math.floor(k / side)) * width + left + (k % side);
      return mask[at] === 1 ? picture[channel * area + at]! : null;
    });
    const known = patch.filter((value) => value !== null);
    const mean = Math.round(known.reduce((sum, value) => sum + value / known.length, 0));
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        filled[channel * area + y * width + x] = patch[mirrored(y, side) * side + mirrored(x, side)] ?? mean;
  }
  return filled;
}

/** A shape filled with a texture, on the shape's own background. */
export function conflict(
  picture: Uint8Array,
  mask: Uint8Array,
  fill: Uint8Array,
  [channels, height, width]: PictureShape,
): Uint8Array {
  const area = height * width;
  return Uint8Array.from({ length: channels * area }, (_, i) =>
    mask[i % area] === 1 ? fill[i]! : picture[i]!,
  );
}

/** 0, 1, ..., side - 1, side - 1, ..., 1, 0, 0, 1, ... */
function mirrored(place: number, side: number): number {
  const within = place % (2 * side);
  return within < side ? within : 2 * side - 1 - within;
}

function richestPatch(
  picture: Uint8Array,
  mask: Uint8Array,
  [channels, height, width]: PictureShape,
  side: number,
): { readonly top: number; readonly left: number } {
  const area = height * width;
  let best = { top: 0, left: 0, count: -1, variance: -1 };
  // Every other place: patches overlap enough.
  for (let top = 0; top + side <= height; top += 2) {
    for (let left = 0; left + side <= width; left += 2) {
      let count = 0;
      let variance = 0;
      for (let channel = 0; channel < channels; channel++) {
        let [sum, squares] = [0, 0];
        count = 0;
        for (let y = top; y < top + side; y++)
          for (let at = y * width + left; at < y * width + left + side; at++) {
            if (mask[at] === 0) continue;
            const value = picture[channel * area + at]!;
            count++;
            sum += value;
            squares += value * value;
          }
        variance += count === 0 ? 0 : squares / count - (sum / count) ** 2;
      }
      if (count > best.count || (count === best.count && variance > best.variance))
        best = { top, left, count, variance };
    }
  }
  return best;
}
