import { sizeOf } from "../graph/index.js";
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
  type Tensor,
} from "../tensor/index.js";
import { fillDraw } from "./draw.js";
import { bernoulli, type Key, uniform } from "./key.js";

/** Numbers in the table. */
const size = 2 ** 16;
/** So many are drawn one by one, which costs no more. */
const few = 2 ** 13;

/**
 * Ones with the given probability, zeros otherwise (float32), as `bernoulli` gives, but of millions from few draws: a draw on
 * the host for each number that a layer may drop would cost more than the layer.
 *
 * Each row (all axes but the last) and each column has a draw; what stands at a place is looked up in a table of so many ones
 * and zeros in random order, at the sum of its row's and its column's draw, counted round. That sum is uniform, and any two
 * places of a row, of a column or of neither have sums that do not depend on each other. The probability is that of the
 * table, exact to 1 / 65,536. Whole numbers are added and looked up, which every runtime does to the same bits.
 */
export function manyBernoulli(key: Key, probability: number, shape: readonly number[]): Tensor {
  const columns = shape.at(-1) ?? 1;
  const rows = sizeOf(shape) / Math.max(1, columns);
  if (sizeOf(shape) <= few || columns === 1 || rows === 1) return bernoulli(key, probability, shape);
  const places = cast(floor(mul(uniform(key, [rows + columns]), size)), "int32");
  const u = reshape(slice(places, 0, 0, rows), [rows, 1]);
  const v = reshape(slice(places, 0, rows), [1, columns]);
  return reshape(gather(twice(probability), add(u, v)), shape);
}

const tables = new Map<number, Tensor>();

/** The table twice, one after the other, so that places need not be counted round: one node for every use. */
function twice(probability: number): Tensor {
  const ones = Math.round(probability * size);
  const table = tables.get(ones) ?? constant(shuffledOnes(ones), [size]);
  tables.set(ones, table);
  return concat([table, table]);
}

function shuffledOnes(ones: number): Float32Array {
  const order = new Int32Array(size);
  fillDraw("permutation", "many-bernoulli", { seed: 0, step: 0 }, order, size);
  return Float32Array.from(order, (place) => (place < ones ? 1 : 0));
}
