import { abOf } from "../augment/index.js";

/** Colours that a distribution is over: points of Lab's ab plane, `size` apart. */
export interface ColourBins {
  readonly size: number;
  readonly centres: readonly (readonly [a: number, b: number])[];
}

/**
 * The cells of a square grid on Lab's ab plane into which colours of sRGB fall, by their middles, which are multiples of
 * `size`. Grey, (0, 0), is one of them.
 *
 * With the size of 10 of Zhang et al. (2016) they are 261. The paper counts 313, since its list keeps a margin of cells
 * that no sRGB colour falls into.
 *
 * What is seen of the gamut from above, along L, is what is seen of its surface, so the six faces of the RGB cube are
 * enough.
 */
export function colourBins(size: number): ColourBins {
  const known = cache.get(size);
  if (known !== undefined) return known;
  const found = new Map<string, readonly [number, number]>();
  for (const rgb of faces()) {
    const [a, b] = abOf(rgb).map((value) => Math.round(value / size) * size + 0) as [number, number];
    found.set(`${a} ${b}`, [a, b]);
  }
  const centres = [...found.values()].sort(([a, b], [c, d]) => a - c || b - d);
  const bins = { size, centres };
  cache.set(size, bins);
  return bins;
}

const cache = new Map<number, ColourBins>();

/** Steps along an edge of the cube: colours lie at most about 2 apart. */
const steps = 85;

function* faces(): Generator<readonly [number, number, number]> {
  for (let i = 0; i <= steps; i++) {
    for (let j = 0; j <= steps; j++) {
      const [u, v] = [i / steps, j / steps];
      for (const end of [0, 1]) {
        yield [end, u, v];
        yield [u, end, v];
        yield [u, v, end];
      }
    }
  }
}
