import { ShapeError } from "../errors.js";
import { cast, constant, cumulativeSum, gather, maximum, slice, sub, type Tensor } from "../tensor/index.js";
import { isReal } from "./attention-mask.js";
import { truncatedNormal } from "./initialiser.js";
import type { Scope } from "./scope.js";

/**
 * Places of real tokens counted from 0, int32 `[N, T]`: padding in front moves nobody, and counts as place 0.
 * @param real `[N, T]`, 1 (or true) where a token is real
 */
export function realPlaces(real: Tensor): Tensor {
  const counted = cumulativeSum(cast(isReal(real), "float32"), -1);
  return cast(maximum(sub(counted, 1), 0), "int32");
}

/** Which rows of a table of positions are meant. */
export interface PlaceOptions {
  /** Tokens, where `places` are not told. */
  readonly length: number;
  /** Place of the first. Default 0. */
  readonly from?: number;
  /** Or the place of each, `[T]` or `[N, T]`, whole numbers. */
  readonly places?: Tensor | undefined;
}

/**
 * Learned positions: rows of a table of `most`, `[T, width]`, or `[N, T, width]` for places of their own.
 * @throws ShapeError when there are more tokens than the table has rows
 */
export function learnedPlaces(scope: Scope, most: number, width: number, which: PlaceOptions): Tensor {
  const table = scope.parameter("weight", [most, width], truncatedNormal(0.02));
  return rowsOf(table, which);
}

/**
 * Positions as fixed waves (Vaswani et al., 2017): number 2i of place p is sin(p / 10000^(2i / width)), number 2i + 1 its
 * cosine. `[T, width]`, or `[N, T, width]` for places of their own, of `most` at most.
 * @throws ShapeError when there are more tokens than `most`, or the width is odd
 */
export function sinusoidalPlaces(most: number, width: number, which: PlaceOptions): Tensor {
  if (width % 2 !== 0)
    throw new ShapeError(`Positions as waves come in pairs: expects an even width; got ${width}.`, { width });
  const wave = (i: number) => {
    const [place, column] = [Math.floor(i / width), i % width];
    const angle = place / 10_000 ** ((column - (column % 2)) / width);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  };
  const data = Float32Array.from({ length: most * width }, (_, i) => wave(i));
  return rowsOf(constant(data, [most, width]), which);
}

function rowsOf(table: Tensor, { length, from = 0, places }: PlaceOptions): Tensor {
  const most = table.shape[0] ?? 0;
  // Of places that are told, none is known before the step.
  const last = places === undefined ? from + length : length;
  if (last > most)
    throw new ShapeError(
      `Positions are there for ${most} tokens; got ${last}. Cut the text, or make the table longer.`,
      { most, length: last },
    );
  return places === undefined ? slice(table, 0, from, from + length) : gather(table, places);
}
