import {
  add,
  concat,
  constant,
  conv2d,
  div,
  greater,
  maximum,
  mul,
  pow,
  slice,
  sub,
  type Tensor,
  where,
} from "../tensor/index.js";

/** Linear sRGB to CIE XYZ: the primaries and the white D65 of IEC 61966-2-1, to seven digits. */
const toXyz = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
] as const;

/** Its inverse. */
const fromXyz = [
  [3.2404542, -1.5371385, -0.4985314],
  [-0.969266, 1.8760108, 0.041556],
  [0.0556434, -0.2040259, 1.0572252],
] as const;

/** XYZ of white: the sums of the matrix's rows, so that greys have no colour. */
const white = toXyz.map(([r, g, b]) => r + g + b);

/** Where CIE's curve turns from a line to a cube root: f(t) = t^(1/3) above δ³, t / (3 δ²) + 4/29 below. */
const delta = 6 / 29;

/**
 * sRGB to CIE 1976 L*a*b* for the white D65. L is lightness, 0 (black) to 100 (white); a goes from green to red and b
 * from blue to yellow, both 0 for greys and within about -108..99 for what a screen shows.
 *
 *   L = 116 f(Y) - 16     a = 500 (f(X) - f(Y))     b = 200 (f(Y) - f(Z))     X, Y, Z relative to white
 *
 * IEC 61966-2-1:1999 (sRGB), CIE 15:2004 (Lab, with the exact (6/29)³ rather than the rounded 0.008856).
 * @param rgb `[N, 3, H, W]` in 0..1
 * @returns `[N, 3, H, W]`: L, a, b
 */
export function rgbToLab(rgb: Tensor): Tensor {
  const relative = mixed(
    linearLight(rgb),
    toXyz.map((row, i) => row.map((value) => value / white[i]!)),
  );
  const f = labCurve(relative);
  return add(
    mixed(f, [
      [0, 116, 0],
      [500, -500, 0],
      [0, 200, -200],
    ]),
    constant([-16, 0, 0], [1, 3, 1, 1]),
  );
}

/**
 * The L alone of `rgbToLab`.
 * @param rgb `[N, 3, H, W]` in 0..1
 * @returns `[N, 1, H, W]` in 0..100
 */
export function lightness(rgb: Tensor): Tensor {
  const y = mixed(linearLight(rgb), [toXyz[1].map((value) => value / white[1]!)]);
  return sub(mul(labCurve(y), 116), 16);
}

/**
 * The inverse of `rgbToLab`. Colours that no screen shows come out below 0 or above 1.
 * @param lab `[N, 3, H, W]`
 * @returns `[N, 3, H, W]`
 */
export function labToRgb(lab: Tensor): Tensor {
  const f = mixed(add(lab, constant([16, 0, 0], [1, 3, 1, 1])), [
    [1 / 116, 1 / 500, 0],
    [1 / 116, 0, 0],
    [1 / 116, 0, -1 / 200],
  ]);
  const line = mul(sub(f, 4 / 29), 3 * delta ** 2);
  const relative = where(greater(f, delta), mul(f, mul(f, f)), line);
  const linear = mixed(
    relative,
    fromXyz.map((row) => row.map((value, i) => value * white[i]!)),
  );
  // The power has no slope below 0, and a choice passes NaN on from the side that was not chosen.
  const power = sub(mul(pow(maximum(linear, 0.0031308), 1 / 2.4), 1.055), 0.055);
  return where(greater(linear, 0.0031308), power, mul(linear, 12.92));
}

/** The grey picture `[N, 1, H, W]` in 0..1 whose lightness is L `[N, 1, H, W]`. */
export function greyOf(l: Tensor): Tensor {
  return slice(labToRgb(concat([l, mul(l, 0), mul(l, 0)], 1)), 1, 1, 2);
}

/** a and b of one sRGB colour, each part in 0..1: `rgbToLab` for numbers. */
export function abOf(rgb: readonly [number, number, number]): readonly [a: number, b: number] {
  const linear = rgb.map((p) => (p > 0.04045 ? ((p + 0.055) / 1.055) ** 2.4 : p / 12.92));
  const [x = 0, y = 0, z = 0] = toXyz.map((row, i) => {
    const t = row.reduce((sum, value, k) => sum + value * linear[k]!, 0) / white[i]!;
    return t > delta ** 3 ? Math.cbrt(t) : t / (3 * delta ** 2) + 4 / 29;
  });
  return [500 * (x - y), 200 * (y - z)];
}

/** sRGB's values to amounts of light, both in 0..1. */
function linearLight(p: Tensor): Tensor {
  const power = pow(div(add(maximum(p, 0.04045), 0.055), 1.055), 2.4);
  return where(greater(p, 0.04045), power, div(p, 12.92));
}

function labCurve(t: Tensor): Tensor {
  const line = add(div(t, 3 * delta ** 2), 4 / 29);
  return where(greater(t, delta ** 3), pow(maximum(t, delta ** 3), 1 / 3), line);
}

/** Channels mixed by the rows of a matrix. */
function mixed(x: Tensor, rows: readonly (readonly number[])[]): Tensor {
  return conv2d(x, constant(rows.flat(), [rows.length, rows[0]?.length ?? 0, 1, 1]));
}
