import { add, gather, mul, range, reshape, type Tensor, transpose } from "../tensor/index.js";

/** `[N, C, H, W]` to `[N, T, C p p]`, patches row by row, each in the order of a convolution kernel. */
export function patchify(x: Tensor, patch: number): Tensor {
  const [n = 0, c = 0, height = 0, width = 0] = x.shape;
  const cut = reshape(x, [n, c, height / patch, patch, width / patch, patch]);
  return reshape(transpose(cut, [0, 2, 4, 1, 3, 5]), [n, -1, c * patch * patch]);
}

/** Tokens at chosen patches: `[N, T, D]` and int32 `[N, count]` to `[N, count, D]`. */
export function tokensAt(tokens: Tensor, chosen: Tensor): Tensor {
  const [n = 0, t = 0, d = 0] = tokens.shape;
  const first = reshape(mul(range(n), t), [n, 1]);
  return gather(reshape(tokens, [n * t, d]), add(chosen, first));
}
