import { ShapeError } from "../errors.js";
import {
  add,
  cast,
  concat,
  constant,
  cos,
  mul,
  neg,
  reshape,
  sin,
  slice,
  type Tensor,
} from "../tensor/index.js";

/**
 * Rotary positions (RoFormer, Su et al., 2021, https://arxiv.org/abs/2104.09864): every pair of numbers is turned by an
 * angle in proportion to its place, so that products of queries and keys depend on how far apart they stand and on
 * nothing else. The pair of number i is number i + d/2, as Llama lays them out, and turns by 10000^(-2i/d) a place.
 * @param x queries or keys `[N, heads, T, d]`, d even
 * @param from place of the first; @param places or the place of each, `[T]` or `[N, T]`, whole numbers
 * @throws ShapeError for an odd d
 */
export function rotated(
  x: Tensor,
  { from = 0, places }: { readonly from?: number; readonly places?: Tensor | undefined } = {},
): Tensor {
  const [, , t = 0, d = 0] = x.shape;
  if (d % 2 !== 0)
    throw new ShapeError(
      `Rotary positions turn pairs of numbers: expects heads of an even width; got ${d}.`,
      {
        width: d,
      },
    );
  const half = d / 2;
  const frequency = Array.from({ length: half }, (_, i) => 10_000 ** (-i / half));
  const [cosines, sines] = places === undefined ? fixed(from, t, frequency) : asked(places, frequency);
  const [a, b] = [slice(x, -1, 0, half), slice(x, -1, half)];
  return add(
    mul(x, concat([cosines, cosines], -1)),
    mul(concat([neg(b), a], -1), concat([sines, sines], -1)),
  );
}

/** Computed on the host in double precision, `[T, d/2]`. */
function fixed(from: number, t: number, frequency: readonly number[]): [Tensor, Tensor] {
  const table = (f: (angle: number) => number) =>
    constant(Array.from({ length: t }, (_, i) => frequency.map((w) => f((from + i) * w))).flat(), [
      t,
      frequency.length,
    ]);
  return [table(Math.cos), table(Math.sin)];
}

/** Of places that are known in the step only, `[T, d/2]` or `[N, 1, T, d/2]`. */
function asked(places: Tensor, frequency: readonly number[]): [Tensor, Tensor] {
  const t = places.shape.at(-1) ?? 0;
  const shape = places.shape.length === 1 ? [t, 1] : [places.shape[0] ?? 0, 1, t, 1];
  const angles = mul(reshape(cast(places, "float32"), shape), constant(frequency, [frequency.length]));
  return [cos(angles), sin(angles)];
}
