import {
  add,
  constant,
  matmul,
  mul,
  reshape,
  softmax,
  split,
  type Tensor,
  transpose,
} from "../tensor/index.js";
import { truncatedNormal } from "./initialiser.js";
import { linear } from "./linear.js";
import type { Scope } from "./scope.js";

export interface AttentionOptions {
  readonly heads: number;
  /** Each position sees itself and what came before. */
  readonly causal?: boolean;
}

/** Scaled dot-product attention over q, k, v `[N, heads, T, d]` (Vaswani et al., 2017). */
export function dotProductAttention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { causal = false }: { readonly causal?: boolean } = {},
): Tensor {
  const scores = matmul(mul(q, 1 / Math.sqrt(q.shape.at(-1) ?? 1)), k, { transposeB: true });
  const masked = causal ? add(scores, causalMask(q.shape.at(-2) ?? 0)) : scores;
  return matmul(softmax(masked), v);
}

/** 0 where a row may look, a large negative number where it may not: `[T, T]`. */
export function causalMask(length: number): Tensor {
  return constant(
    Float32Array.from({ length: length * length }, (_, i) =>
      i % length > Math.floor(i / length) ? -1e9 : 0,
    ),
    [length, length],
  );
}

/** Multi-head self-attention of x `[N, T, D]`. */
export function selfAttention(scope: Scope, x: Tensor, { heads, causal = false }: AttentionOptions): Tensor {
  const [n = 0, t = 0, d = 0] = x.shape;
  const initialise = truncatedNormal(0.02);
  // One product for q, k and v, with one transpose to [3, N, heads, T, d].
  const qkv = reshape(linear(scope.child("qkv"), x, 3 * d, { initialise }), [n, t, 3, heads, d / heads]);
  const [q, k, v] = split(transpose(qkv, [2, 0, 3, 1, 4]), 3).map((part) =>
    reshape(part, [n, heads, t, d / heads]),
  );
  const mixed = dotProductAttention(q as Tensor, k as Tensor, v as Tensor, { causal });
  return linear(scope.child("out"), reshape(transpose(mixed, [0, 2, 1, 3]), [n, t, d]), d, { initialise });
}
