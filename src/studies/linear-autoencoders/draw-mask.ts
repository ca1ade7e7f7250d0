import { fillDraw } from "../../random/index.js";

/** 1 where a value is hidden, each with the given probability, in a stream that depends on the seed alone. */
export function drawMask(size: number, probability: number, stream: string, seed: number): Float32Array {
  return draw(size, stream, seed).map((value) => (value < probability ? 1 : 0));
}

/** How many of a row's values such a share is: at least one is hidden, and one is left. */
export function hiddenCount(values: number, share: number): number {
  return Math.min(values - 1, Math.max(1, Math.round(share * values)));
}

/**
 * The same, with exactly so many hidden in each row, `[rows, values]`: what divides by the values that are left, or has
 * to solve for a code, needs some in every row.
 */
export function drawRowMasks(
  { rows, values, hidden }: { readonly rows: number; readonly values: number; readonly hidden: number },
  stream: string,
  seed: number,
): Float32Array {
  const drawn = draw(rows * values, stream, seed);
  const masks = new Float32Array(rows * values);
  for (let row = 0; row < rows; row++) {
    const places = Array.from({ length: values }, (_, i) => row * values + i);
    places.sort((a, b) => drawn[a]! - drawn[b]!);
    for (const place of places.slice(0, hidden)) masks[place] = 1;
  }
  return masks;
}

function draw(size: number, stream: string, seed: number): Float32Array {
  const drawn = new Float32Array(size);
  fillDraw("uniform", `mask/${stream}`, { seed, step: 0 }, drawn, size);
  return drawn;
}
