import {
  and,
  cast,
  cumulativeSum,
  div,
  equal,
  matmul,
  maximum,
  mean,
  reshape,
  slice,
  sum,
  type Tensor,
} from "../tensor/index.js";
import { isReal } from "./attention-mask.js";

export type TokenPooling = "mean" | "first" | "last";

/**
 * One vector for each row of tokens, `[N, T, D]` to `[N, D]`: their mean, the first or the last. Padding is never taken; a
 * row that is all padding gives zeros.
 * @param real `[N, T]`, 1 (or true) where a token is real; none given: all are
 */
export function poolTokens(tokens: Tensor, pooling: TokenPooling, real?: Tensor): Tensor {
  const [n = 0, t = 0, d = 0] = tokens.shape;
  if (real === undefined) {
    if (pooling === "mean") return mean(tokens, 1);
    const at = pooling === "first" ? 0 : t - 1;
    return reshape(slice(tokens, 1, at, at + 1), [n, d]);
  }
  return reshape(matmul(reshape(shares(isReal(real), pooling), [n, 1, t]), tokens), [n, d]);
}

/** How much of each token is taken, `[N, T]`. */
function shares(real: Tensor, pooling: TokenPooling): Tensor {
  const ones = cast(real, "float32");
  if (pooling === "mean") return div(ones, maximum(sum(ones, -1, { keepDims: true }), 1));
  // The real token that is counted as the first from its end.
  const counted = cumulativeSum(ones, -1, { reverse: pooling === "last" });
  return cast(and(real, equal(counted, 1)), "float32");
}
