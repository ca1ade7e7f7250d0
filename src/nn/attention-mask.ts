import { sizeOf } from "../graph/index.js";
import { and, cast, greater, max, reshape, type Tensor, triangle, where } from "../tensor/index.js";

export interface AttentionMaskOptions {
  /** Each position sees itself and what came before; the last query stands at the last key. */
  readonly causal?: boolean;
  /** 1 (or true) where a key is real, 0 where it is padding, which nobody sees: `[N, keys]`, of any type. */
  readonly real?: Tensor | undefined;
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
  { causal = false, real }: AttentionMaskOptions,
): AttentionMask | undefined {
  if (real === undefined) {
    const alone = causal && queries > 1; // one query at the end sees all
    return alone ? { bias: hidden(triangle(queries, keys, keys - queries)), seeing: undefined } : undefined;
  }
  const here = reshape(isReal(real), [sizeOf(real.shape) / keys, 1, 1, keys]);
  const seen = causal && queries > 1 ? and(here, triangle(queries, keys, keys - queries)) : here;
  return { bias: hidden(seen), seeing: max(cast(seen, "float32"), -1, { keepDims: true }) };
}

// A finite number: a row of -Infinity makes NaN of softmax.
const hidden = (seen: Tensor): Tensor => where(seen, 0, -1e9);

/** Where a mask of any type is on. */
export function isReal(real: Tensor): Tensor {
  return real.dtype === "bool" ? real : greater(real, 0);
}
