import { sizeOf } from "../graph/index.js";
import {
  add,
  and,
  cast,
  greater,
  lessEqual,
  max,
  range,
  reshape,
  type Tensor,
  triangle,
  where,
} from "../tensor/index.js";

export interface AttentionMaskOptions {
  /** Each position sees itself and what came before; the last query stands at the last key. */
  readonly causal?: boolean;
  /** 1 (or true) where a key is real, 0 where it is padding, which nobody sees: `[N, keys]`, of any type. */
  readonly real?: Tensor | undefined;
  /**
   * Where the first query stands among the keys, int32 `[]`, or `[N]` for each sample its own, in place of the end: then
   * nothing behind a query is seen.
   */
  readonly at?: Tensor | undefined;
}

/** What queries may look at. */
export interface AttentionMask {
  /** 0 where a query may look, a large negative number where it may not; broadcasts to `[N, heads, queries, keys]`. */
  readonly bias: Tensor;
  /** 1 for queries that see anything, 0 for those that see only padding; broadcasts to `[N, heads, queries, 1]`. */
  readonly seeing: Tensor | undefined;
}

/** The mask of `queries` among `keys` places, the last of which are the queries' own; undefined where all see all. */
export function attentionMask(
  queries: number,
  keys: number,
  { causal = false, real, at }: AttentionMaskOptions,
): AttentionMask | undefined {
  const before = at === undefined ? causal && past(queries, keys) : pastOf(at, queries, keys);
  if (real === undefined) return before === false ? undefined : { bias: hidden(before), seeing: undefined };
  const here = reshape(isReal(real), [sizeOf(real.shape) / keys, 1, 1, keys]);
  const seen = before === false ? here : and(here, before);
  return { bias: hidden(seen), seeing: max(cast(seen, "float32"), -1, { keepDims: true }) };
}

/** Keys up to each query, `[queries, keys]`; one query at the end sees all. */
function past(queries: number, keys: number): Tensor | false {
  return queries > 1 && triangle(queries, keys, keys - queries);
}

/** `[queries, keys]`, or `[N, 1, queries, keys]` where every sample has its own place. */
function pastOf(at: Tensor, queries: number, keys: number): Tensor {
  const slots = slotsFrom(at, queries);
  const own = at.shape.length === 0 ? [queries, 1] : [at.shape[0] ?? 0, 1, queries, 1];
  return lessEqual(reshape(range(keys), [1, keys]), reshape(slots, own));
}

/** The slots of `count` places from `at` on, int32 `[count]`, or `[N, count]` where every sample has its own. */
export function slotsFrom(at: Tensor, count: number): Tensor {
  return add(range(count), at.shape.length === 0 ? at : reshape(at, [at.shape[0] ?? 0, 1]));
}

// A finite number: a row of -Infinity makes NaN of softmax.
const hidden = (seen: Tensor): Tensor => where(seen, 0, -1e9);

/** Where a mask of any type is on. */
export function isReal(real: Tensor): Tensor {
  return real.dtype === "bool" ? real : greater(real, 0);
}
