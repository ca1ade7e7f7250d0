import { add, identity, matmul, mul, normalise, type Tensor } from "../tensor/index.js";

/** Cosine similarities of every row of a with every row of b: `[N, D]`, `[M, D]` to `[N, M]`. */
export function cosineSimilarities(a: Tensor, b: Tensor): Tensor {
  return matmul(normalise(a), normalise(b), { transposeB: true });
}

/** Square logits with the diagonal out of the running: a sample is no negative of itself. */
export function withoutSelf(logits: Tensor): Tensor {
  return add(logits, mul(identity(logits.shape[0] ?? 0), -1e9));
}
