import { type Key, permutation, uniform } from "../random/index.js";
import {
  abs,
  cast,
  constant,
  exp,
  maximum,
  mul,
  oneHot,
  slice,
  sub,
  sum,
  type Tensor,
  topK,
} from "../tensor/index.js";

/** So many patches of each picture at random: int32 `[N, count]`, indices below `patches`. */
export function randomPatches(key: Key, samples: number, patches: number, count: number): Tensor {
  return slice(permutation(key, patches, [samples]), 1, 0, count);
}

/**
 * So many patches of each picture in one block: int32 `[N, count]`, indices row by row in a grid. The block has a
 * centre anywhere and sides in a ratio between 1:2 and 2:1, as nearly as the grid's edges let it (BEiT, Bao et al.,
 * 2022, draws several blocks of varying size until about as many are covered; here the number is exact, so that shapes
 * are).
 */
export function blockOfPatches(
  key: Key,
  samples: number,
  [rows, columns]: readonly [rows: number, columns: number],
  count: number,
): Tensor {
  const draw = (name: string, low: number, high: number) => uniform(key.child(name), [samples, 1], low, high);
  const stretch = exp(draw("ratio", -Math.LN2 / 2, Math.LN2 / 2));
  const places = (of: (patch: number) => number) =>
    constant(
      Float32Array.from({ length: rows * columns }, (_, patch) => of(patch)),
      [1, rows * columns],
    );
  const down = abs(
    sub(
      places((patch) => Math.floor(patch / columns)),
      draw("row", -0.5, rows - 0.5),
    ),
  );
  const across = abs(
    sub(
      places((patch) => patch % columns),
      draw("column", -0.5, columns - 0.5),
    ),
  );
  // Nearest to the centre, where a rectangle is what lies within a distance.
  const distance = maximum(mul(down, stretch), across);
  return cast(topK(distance, count, -1, { largest: false }).indices, "int32");
}

/** 1 at the chosen patches: float32 `[N, patches]` from int32 `[N, count]`. */
export function patchMask(chosen: Tensor, patches: number): Tensor {
  return sum(oneHot(chosen, patches), 1);
}
