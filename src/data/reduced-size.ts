import type { Size } from "./stored-size.js";

/** Pictures of other formats than JPEG are held as they are up to this many pixels. */
const mostAsTheyAre = 2 ** 22;
/** With more than this, no picture is held, whatever is needed of it. */
const mostPixels = 2 ** 24;

/**
 * Size in which a picture is decoded, once, for all that is made of it, in its own proportions. A JPEG is halved as often
 * as its shorter side keeps the pixels that are needed, which its decoder does on its way; others are held as they are
 * unless they are huge.
 *
 * @param own size of the picture in its file @param needed pixels of the shorter side
 */
export function reducedSize([height, width]: Size, isJpeg: boolean, needed: number): Size {
  const shorter = Math.min(height, width);
  if (isJpeg) {
    let by = 1;
    while (shorter / (2 * by) >= needed) by *= 2;
    // Rounded down, so that the decoder's own halves are enough.
    return [Math.floor(height / by), Math.floor(width / by)];
  }
  const pixels = height * width;
  const wished = Math.min(Math.sqrt(pixels / mostAsTheyAre), shorter / needed);
  const by = Math.max(1, wished, Math.sqrt(pixels / mostPixels));
  const side = (length: number) => Math.max(1, Math.round(length / by));
  return [side(height), side(width)];
}
