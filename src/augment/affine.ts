import { minus, over, type PerSample, plus, times } from "./per-sample.js";

/**
 * An affine map per sample from positions in the view to positions in the picture, both -1..1 between the
 * outer edges, x to the right and y downwards:
 *
 *   x' = xx x + xy y + x0      y' = yx x + yy y + y0
 *
 * Entries known while tracing stay numbers, so that maps without rotation are seen to be separable.
 */
export interface Affine {
  readonly xx: PerSample;
  readonly xy: PerSample;
  readonly x0: PerSample;
  readonly yx: PerSample;
  readonly yy: PerSample;
  readonly y0: PerSample;
}

export const identityAffine: Affine = { xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0 };

/** The map that applies `inner` to positions in the view, then `outer`. */
export function composeAffine(outer: Affine, inner: Affine): Affine {
  const row = (a: PerSample, b: PerSample, c: PerSample, d: PerSample) => plus(times(a, b), times(c, d));
  return {
    xx: row(outer.xx, inner.xx, outer.xy, inner.yx),
    xy: row(outer.xx, inner.xy, outer.xy, inner.yy),
    x0: plus(row(outer.xx, inner.x0, outer.xy, inner.y0), outer.x0),
    yx: row(outer.yx, inner.xx, outer.yy, inner.yx),
    yy: row(outer.yx, inner.xy, outer.yy, inner.yy),
    y0: plus(row(outer.yx, inner.x0, outer.yy, inner.y0), outer.y0),
  };
}

/** Turns by an angle given as cosine and sine; `aspect` is width / height, so that pixels stay square. */
export function rotationAffine(cosine: PerSample, sine: PerSample, aspect: PerSample): Affine {
  return {
    ...identityAffine,
    xx: cosine,
    xy: times(minus(sine), over(1, aspect)),
    yx: times(sine, aspect),
    yy: cosine,
  };
}

/** Whether the view's rows come from the picture's rows only, and columns from columns, for every sample. */
export function isSeparable({ xy, yx }: Affine): boolean {
  return xy === 0 && yx === 0;
}

export function isIdentity({ xx, yy, x0, y0, ...rest }: Affine): boolean {
  return xx === 1 && yy === 1 && x0 === 0 && y0 === 0 && isSeparable({ xx, yy, x0, y0, ...rest });
}
