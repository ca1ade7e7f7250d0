import {
  add,
  cast,
  concat,
  constant,
  floor,
  gather,
  mul,
  reshape,
  slice,
  sub,
  type Tensor,
} from "../tensor/index.js";
import { fillDraw } from "./draw.js";
import { type Key, uniform } from "./key.js";
import { normalQuantile } from "./normal-quantiles.js";

/** Numbers in the table: 2^12, so that a draw of 24 bits has two places in it. */
const size = 4096;

/**
 * Standard normal numbers, one for every value of pictures, `[n, channels, height, width]`, from few draws: a draw on
 * the host for each of millions of values would cost more than the rest of the views.
 *
 * Each row and each column of a picture has two draws; a value's place in a table of normal quantiles, which stand
 * there in random order, is the sum of its row's and its column's, counted round, and the value is what lies at its two
 * places, added up:
 *
 *   z[r, c] = (table[u_r + v_c] + table[u'_r + v'_c]) / √2
 *
 * u_r + v_c is uniform, and any two values of a picture, or of two pictures, have places that do not depend on each
 * other. So values are normal, white over pixels and channels, and pictures are no more alike than pictures of noise
 * with draws of their own. Whole numbers are added and looked up, which every runtime does to the same bits.
 */
export function normalPixels(
  key: Key,
  [n, channels, height, width]: readonly [n: number, channels: number, height: number, width: number],
): Tensor {
  const rows = channels * height;
  const draws = mul(uniform(key, [n, rows + width]), size);
  const high = floor(draws);
  const low = floor(mul(sub(draws, high), size)); // exact: 12 bits each
  const looked = [high, low].map((places) => {
    const whole = cast(places, "int32");
    const u = reshape(slice(whole, 1, 0, rows), [n, rows, 1]);
    const v = reshape(slice(whole, 1, rows), [n, 1, width]);
    return gather(twice(), add(u, v)); // [n, rows, width]
  }) as [Tensor, Tensor];
  return reshape(add(...looked), [n, channels, height, width]);
}

let table: Tensor | undefined;

/**
 * The table twice, one after the other, so that places need not be counted round. One node for every trace: it is never
 * changed, and a program with several pictures of noise then holds it once.
 */
function twice(): Tensor {
  table ??= constant(shuffledQuantiles(), [size]);
  return concat([table, table]);
}

/** Quantiles in the middles of equal parts, scaled so that the sum of two has variance 1, in an order by Threefry. */
function shuffledQuantiles(): Float32Array {
  const upper = Array.from({ length: size / 2 }, (_, i) => normalQuantile((size / 2 + i + 0.5) / size));
  const variance = upper.reduce((sum, value) => sum + value * value, 0) / upper.length;
  const order = new Int32Array(size);
  fillDraw("permutation", "normal-pixels", { seed: 0, step: 0 }, order, size);
  return Float32Array.from(order, (place) => {
    const value = place < size / 2 ? -upper[place]! : upper[place - size / 2]!;
    return value / Math.sqrt(2 * variance);
  });
}
