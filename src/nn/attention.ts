import { add, matmul, mul, reshape, softmax, split, type Tensor, transpose } from "../tensor/index.js";
import { type AttentionMaskOptions, attentionMask, slotsFrom } from "./attention-mask.js";
import { dropout } from "./dropout.js";
import { truncatedNormal } from "./initialiser.js";
import { type KeysAndValues, kept } from "./kept-keys.js";
import { linear } from "./linear.js";
import { rotated } from "./rotary.js";
import type { Scope } from "./scope.js";

export interface AttentionOptions extends Omit<AttentionMaskOptions, "at"> {
  readonly heads: number;
  /** Probability to drop a weight of attention. Default 0. */
  readonly attentionDropout?: number;
  /** Turns queries and keys by their places (RoFormer); false where places are told otherwise. Default false. */
  readonly rotary?: boolean;
  /** Places of x for `rotary`, `[T]` or `[N, T]`, whole numbers. Default: those behind the past, or its slots. */
  readonly places?: Tensor | undefined;
  /** What came before x and is seen too; `real` then counts its places in front of x's, `[N, P + T]`, or its slots `[N, P]`. */
  readonly past?: KeysAndValues | undefined;
}

/** Scaled dot-product attention over q, k, v `[N, heads, T, d]` (Vaswani et al., 2017); 0 where nothing is seen. */
export function dotProductAttention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  {
    dropWeights = (weights) => weights,
    ...masking
  }: AttentionMaskOptions & { readonly dropWeights?: (weights: Tensor) => Tensor } = {},
): Tensor {
  const seen = attentionMask(q.shape.at(-2) ?? 0, k.shape.at(-2) ?? 0, masking);
  const scores = matmul(mul(q, 1 / Math.sqrt(q.shape.at(-1) ?? 1)), k, { transposeB: true });
  const weights = softmax(seen === undefined ? scores : add(scores, seen.bias));
  const mixed = matmul(dropWeights(weights), v);
  return seen?.seeing === undefined ? mixed : mul(mixed, seen.seeing);
}

/** Multi-head self-attention of x `[N, T, D]`. */
export function selfAttention(scope: Scope, x: Tensor, options: AttentionOptions): Tensor {
  return attention(scope, x, options).y;
}

/**
 * `selfAttention` with the keys and values of all places up to the last of x, `[N, heads, P + T, d]` (or `[N, heads, P, d]`
 * where they have slots): given as `past` to the next call, they make it see what came before without computing it again.
 */
export function attention(
  scope: Scope,
  x: Tensor,
  { heads, attentionDropout = 0, rotary = false, places, past, ...masking }: AttentionOptions,
): KeysAndValues & { readonly y: Tensor } {
  const [n = 0, t = 0, d = 0] = x.shape;
  const initialise = truncatedNormal(0.02);
  // One product for q, k and v, with one transpose to [3, N, heads, T, d].
  const qkv = reshape(linear(scope.child("qkv"), x, 3 * d, { initialise }), [n, t, 3, heads, d / heads]);
  const [q, k, v] = split(transpose(qkv, [2, 0, 3, 1, 4]), 3).map((part) =>
    reshape(part, [n, heads, t, d / heads]),
  ) as [Tensor, Tensor, Tensor];
  const at = past?.at;
  const which = {
    from: past?.keys.shape[2] ?? 0,
    places: places ?? (at === undefined ? undefined : slotsFrom(at, t)),
  };
  const turned = (part: Tensor) => (rotary ? rotated(part, which) : part);
  const keys = kept(past?.keys, at, turned(k));
  const values = kept(past?.values, at, v);
  const mixed = dotProductAttention(turned(q), keys, values, {
    ...masking,
    at,
    dropWeights: (weights) => dropout(scope.child("weights"), weights, attentionDropout),
  });
  const y = linear(scope.child("out"), reshape(transpose(mixed, [0, 2, 1, 3]), [n, t, d]), d, { initialise });
  return { y, keys, values };
}
